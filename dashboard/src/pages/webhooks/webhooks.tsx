/** The webhook endpoints of an organization: where they are, what they hear of and how it goes with them. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Plus, Webhook } from 'lucide-react'
import { useState } from 'react'
import { Async, Empty, SkeletonRows } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { Page } from '../../components/page.tsx'
import { ShownOnce } from '../../components/shown-once.tsx'
import { Ago } from '../../components/time.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { NewEndpoint } from './endpoint-form.tsx'
import { EndpointState } from './endpoint-state.tsx'
import { webhooksQuery } from './queries.ts'
import { type Endpoint, eventsWords } from './words.ts'

const route = getRouteApi('/signed-in/orgs/$slug/webhooks')

export const secretHint = 'Take it along now. It is shown this once: with it your server verifies every request.'

const EndpointRow = ({ endpoint }: { readonly endpoint: Endpoint }) => {
  const { slug } = route.useParams()
  const { id, url, description, events, roomPrefix, status } = endpoint
  return (
    <tr>
      <td>
        <div className="cell-words">
          <Link to="/orgs/$slug/webhooks/$webhookId" params={{ slug, webhookId: id }}>
            {description || new URL(url).host}
          </Link>
          <small className="mono">{url}</small>
        </div>
      </td>
      <td data-label="State">
        <EndpointState {...endpoint} />
      </td>
      <td data-label="Hears of" className="quiet">
        {eventsWords(events)}
        {roomPrefix !== '' && ` in ${roomPrefix}…`}
      </td>
      <td data-label="Last delivered" className="quiet">
        {status?.lastSuccessAt == null ? 'never' : <Ago at={status.lastSuccessAt} />}
      </td>
    </tr>
  )
}

const EndpointTable = ({ endpoints }: { readonly endpoints: readonly Endpoint[] }) => (
  <div className="table-frame">
    <table className="table table-cards">
      <caption className="visually-hidden">Webhook endpoints</caption>
      <thead>
        <tr>
          <th scope="col">Endpoint</th>
          <th scope="col">State</th>
          <th scope="col">Hears of</th>
          <th scope="col">Last delivered</th>
        </tr>
      </thead>
      <tbody>
        {endpoints.map((endpoint) => (
          <EndpointRow key={endpoint.id} endpoint={endpoint} />
        ))}
      </tbody>
    </table>
  </div>
)

export const Webhooks = () => {
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('webhooks:write')
  const endpoints = useQuery(webhooksQuery(organizationId))
  const [isMaking, setMaking] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const make = (
    <Button look="primary" icon={<Plus aria-hidden />} reason={reason} onClick={() => setMaking(true)}>
      Add an endpoint
    </Button>
  )
  return (
    <Page
      title="Webhooks"
      lead="Your server is told what happens, within seconds: signed, in order for each room, again until it has arrived."
      actions={make}
    >
      <Async query={endpoints} skeleton={<SkeletonRows rows={3} />}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon={<Webhook aria-hidden />} title="No endpoints yet" action={make}>
              Name an address of your server, and it hears who comes, what is written, what is commented.
            </Empty>
          ) : (
            <EndpointTable endpoints={found} />
          )
        }
      </Async>
      {isMaking && <NewEndpoint onClose={() => setMaking(false)} onMade={setSecret} />}
      <ShownOnce
        title="The endpoint’s secret"
        label="Signing secret"
        hint={secretHint}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </Page>
  )
}
