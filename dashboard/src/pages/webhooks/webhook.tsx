/** One webhook endpoint: how it is set, what may be done with it, and its deliveries. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronLeft, Ellipsis, Send } from 'lucide-react'
import { useState } from 'react'
import { apiOf, json } from '../../api/client.ts'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { ActionMenu } from '../../components/menu.tsx'
import { Page } from '../../components/page.tsx'
import { ShownOnce } from '../../components/shown-once.tsx'
import { exactTime } from '../../components/time.tsx'
import { say, sayProblem } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { Deliveries } from './deliveries.tsx'
import { Delivery } from './delivery.tsx'
import { DeleteEndpoint, RedeliverAll, RotateSecret } from './endpoint-dialogs.tsx'
import { ChangeEndpoint } from './endpoint-form.tsx'
import { EndpointState } from './endpoint-state.tsx'
import { webhookQuery, webhooksQuery } from './queries.ts'
import { secretHint } from './webhooks.tsx'
import { type DeliveryState, type Endpoint, eventsWords, offWords, stateWords } from './words.ts'

const route = getRouteApi('/signed-in/orgs/$slug/webhooks/$webhookId')

type Asked = 'change' | 'rotate' | 'delete' | 'redeliver'

const isState = (text: string | undefined): text is DeliveryState => text !== undefined && text in stateWords

const EndpointFacts = ({ endpoint }: { readonly endpoint: Endpoint }) => (
  <dl className="facts">
    <dt>State</dt>
    <dd>
      <EndpointState {...endpoint} />
      {endpoint.offReason !== null && <span> turned off: {offWords[endpoint.offReason]}</span>}
    </dd>
    <dt>Hears of</dt>
    <dd>
      {eventsWords(endpoint.events)}
      {endpoint.roomPrefix !== '' && ` in rooms that begin with ${endpoint.roomPrefix}`}
    </dd>
    <dt>Collects edits for</dt>
    <dd>{endpoint.debounceMs / 1_000} s</dd>
    {endpoint.status?.missed && (
      <>
        <dt>Missed for good</dt>
        <dd>
          <span className="badge badge-danger">{endpoint.status.missed.count.toLocaleString('en')} events</span> from{' '}
          {exactTime(endpoint.status.missed.since)} to {exactTime(endpoint.status.missed.until)}: more waited for it
          than is kept
        </dd>
      </>
    )}
    {endpoint.previousSecretEndsAt !== null && (
      <>
        <dt>The old secret signs until</dt>
        <dd>{exactTime(endpoint.previousSecretEndsAt)}</dd>
      </>
    )}
  </dl>
)

export const WebhookPage = () => {
  const { slug, webhookId } = route.useParams()
  const { state, delivery } = route.useSearch()
  const navigate = route.useNavigate()
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('webhooks:write')
  const queries = useQueryClient()
  const endpoint = useQuery(webhookQuery(organizationId, webhookId))
  const [asked, setAsked] = useState<Asked | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const one = apiOf(organizationId).webhooks[':webhookId']
  const renew = () => queries.invalidateQueries({ queryKey: webhooksQuery(organizationId).queryKey })
  const test = useMutation({
    mutationFn: () => json(one.test.$post({ param: { webhookId } })),
    onSuccess: async () => {
      say('A test event is on its way')
      await renew()
    },
    onError: sayProblem,
  })
  const isEnabled = endpoint.data?.isEnabled ?? true
  const turn = useMutation({
    mutationFn: () => json(one.$patch({ param: { webhookId }, json: { isEnabled: !isEnabled } })),
    onSuccess: async () => {
      say(isEnabled ? 'The endpoint is off: what happens waits' : 'The endpoint is on')
      await renew()
    },
    onError: sayProblem,
  })
  const search = (change: { readonly state?: string | undefined; readonly delivery?: string | undefined }) =>
    void navigate({
      replace: true,
      search: Object.fromEntries(
        Object.entries({ state, delivery, ...change }).filter(([, value]) => value !== undefined),
      ),
    })
  const title = endpoint.data?.description || (endpoint.data && new URL(endpoint.data.url).host) || 'Webhook'
  const close = () => setAsked(null)
  return (
    <Page
      key={webhookId}
      title={title}
      shown={
        <>
          <Link className="crumb" to="/orgs/$slug/webhooks" params={{ slug }}>
            <ChevronLeft aria-hidden />
            Webhooks
          </Link>
          <br />
          {title}
        </>
      }
      lead={endpoint.data && <span className="mono">{endpoint.data.url}</span>}
      actions={
        <>
          <Button icon={<Send aria-hidden />} busy={test.isPending} reason={reason} onClick={() => test.mutate()}>
            Send a test
          </Button>
          <ActionMenu
            trigger={
              <button type="button" className="icon-button" aria-label="More about this endpoint">
                <Ellipsis aria-hidden />
              </button>
            }
            actions={[
              { words: 'Change…', reason, run: () => setAsked('change') },
              { words: isEnabled ? 'Turn off' : 'Turn on', reason, run: () => turn.mutate() },
              { words: 'Rotate the secret…', reason, run: () => setAsked('rotate') },
              { words: 'Send dead letters again…', reason, run: () => setAsked('redeliver') },
              { words: 'Delete…', danger: true, reason, run: () => setAsked('delete') },
            ]}
          />
        </>
      }
    >
      <Async query={endpoint} skeleton={<SkeletonLines />}>
        {(found) => (
          <div className="stack">
            <EndpointFacts endpoint={found} />
            <Deliveries
              webhookId={webhookId}
              state={isState(state) ? state : undefined}
              onFilter={(chosen) => search({ state: chosen })}
            />
            {asked === 'change' && <ChangeEndpoint endpoint={found} onClose={close} />}
          </div>
        )}
      </Async>
      {delivery !== undefined && (
        <Delivery webhookId={webhookId} deliveryId={delivery} onClose={() => search({ delivery: undefined })} />
      )}
      {asked === 'rotate' && <RotateSecret webhookId={webhookId} onClose={close} onMade={setSecret} />}
      {asked === 'redeliver' && <RedeliverAll webhookId={webhookId} onClose={close} />}
      {asked === 'delete' && (
        <DeleteEndpoint
          webhookId={webhookId}
          onClose={close}
          onGone={() => void navigate({ to: '/orgs/$slug/webhooks', params: { slug } })}
        />
      )}
      <ShownOnce
        title="The new secret"
        label="Signing secret"
        hint={secretHint}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </Page>
  )
}
