/** The deliveries of an endpoint, the newest first, by what has become of them. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { Async, Empty, SkeletonRows } from '../../components/async.tsx'
import { Choice } from '../../components/field.tsx'
import { More } from '../../components/more.tsx'
import { Ago } from '../../components/time.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { deliveriesQuery } from './queries.ts'
import { type DeliveryState, stateBadges, stateWords } from './words.ts'

const route = getRouteApi('/signed-in/orgs/$slug/webhooks/$webhookId')

interface Shown {
  readonly id: string
  readonly type: string
  readonly roomId: string | null
  readonly state: DeliveryState
  readonly attempts: number
  readonly createdAt: number
}

const DeliveryRow = ({ delivery }: { readonly delivery: Shown }) => (
  <tr>
    <td>
      <div className="cell-words">
        <route.Link to="." search={(before) => ({ ...before, delivery: delivery.id })} replace>
          {delivery.type}
        </route.Link>
        <small className="mono">{delivery.id}</small>
      </div>
    </td>
    <td data-label="State">
      <span className={stateBadges[delivery.state]}>{stateWords[delivery.state]}</span>
    </td>
    <td data-label="Room" className="quiet">
      {delivery.roomId ?? '–'}
    </td>
    <td data-label="Attempts" className="quiet">
      {delivery.attempts}
    </td>
    <td data-label="Happened" className="quiet">
      <Ago at={delivery.createdAt} />
    </td>
  </tr>
)

interface DeliveriesProps {
  readonly webhookId: string
  readonly state: DeliveryState | undefined
  readonly onFilter: (state: DeliveryState | undefined) => void
}

const states = Object.keys(stateWords) as DeliveryState[]

export const Deliveries = ({ webhookId, state, onFilter }: DeliveriesProps) => {
  const { id: organizationId } = useOrganization()
  const deliveries = useInfiniteQuery(deliveriesQuery(organizationId, webhookId, state))
  return (
    <>
      <div className="filters">
        <Choice
          label="Deliveries"
          value={state ?? ''}
          options={[['', 'All'], ...states.map((one) => [one, stateWords[one]] as const)]}
          onChange={({ target }) => onFilter(states.find((one) => one === target.value))}
        />
      </div>
      <Async query={deliveries} skeleton={<SkeletonRows rows={6} />}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.deliveries)
          if (found.length === 0)
            return (
              <Empty icon={<Send aria-hidden />} title="No deliveries">
                {state === undefined ? 'Send a test, or do something in a room.' : 'None is in this state.'}
              </Empty>
            )
          return (
            <div className="table-frame">
              <table className="table table-cards">
                <caption className="visually-hidden">Deliveries, the newest first</caption>
                <thead>
                  <tr>
                    <th scope="col">Event</th>
                    <th scope="col">State</th>
                    <th scope="col">Room</th>
                    <th scope="col">Attempts</th>
                    <th scope="col">Happened</th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((delivery) => (
                    <DeliveryRow key={delivery.id} delivery={delivery} />
                  ))}
                </tbody>
              </table>
              <More query={deliveries} />
            </div>
          )
        }}
      </Async>
    </>
  )
}
