/** What is going on in an organization at this moment. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { DoorOpen, Rocket } from 'lucide-react'
import { Async, Empty, SkeletonRows } from '../../components/async.tsx'
import { buttonClass } from '../../components/button.tsx'
import { Figure } from '../../components/figure.tsx'
import { Card, Page } from '../../components/page.tsx'
import { Ago } from '../../components/time.tsx'
import { Faces } from '../../live/faces.tsx'
import { type Live, useLive } from '../../live/live.ts'
import { LiveSign } from '../../live/live-sign.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { roomSearchQuery } from '../rooms/queries.ts'

const SHOWN = 8

const Figures = ({
  live: { totals, month, status },
  newest,
}: {
  readonly live: Live
  readonly newest: number | null
}) => (
  <dl className="figures">
    <Figure title="People here now" value={status === 'connecting' ? undefined : totals.people} />
    <Figure title="Connections now" value={status === 'connecting' ? undefined : totals.connections} />
    <Figure title="Rooms with people" value={status === 'connecting' ? undefined : totals.rooms} />
    <Figure title="People this month" value={month?.people} />
    <div className="figure">
      <dt>Newest room</dt>
      <dd>
        {newest === null ? (
          'none'
        ) : (
          <span className="figure-note">
            <Ago at={newest} />
          </span>
        )}
      </dd>
    </div>
  </dl>
)

const Busiest = ({ live, names }: { readonly live: Live; readonly names: ReadonlyMap<string, string | null> }) => {
  const { slug } = useOrganization()
  const rooms = [...live.rooms.values()].sort((a, b) => b.total - a.total || b.changedAt - a.changedAt).slice(0, SHOWN)
  if (rooms.length === 0) return <p className="quiet">Nobody is in a room. Whoever comes is shown here at once.</p>
  return (
    <ul className="list">
      {rooms.map((room) => (
        <li key={room.id}>
          <div className="cell-main">
            <span className="live-dot" aria-hidden />
            <div className="cell-words">
              <Link to="/orgs/$slug/rooms/$roomId" params={{ slug, roomId: room.id }}>
                {names.get(room.id) ?? room.id}
              </Link>
              <small>
                last change <Ago at={room.changedAt} />
              </small>
            </div>
          </div>
          <Faces room={room} />
        </li>
      ))}
    </ul>
  )
}

export const Overview = () => {
  const { id: organizationId, slug, name } = useOrganization()
  const live = useLive(organizationId)
  const rooms = useQuery(roomSearchQuery(organizationId, ''))
  return (
    <Page title="Overview" lead={name} actions={<LiveSign status={live.status} />}>
      <Async query={rooms} skeleton={<SkeletonRows rows={6} />}>
        {(found) =>
          found.length === 0 ? (
            <Empty
              icon={<Rocket aria-hidden />}
              title="Three steps to your first presence"
              action={
                <Link className={buttonClass('primary')} to="/welcome" search={{ organization: slug }}>
                  Begin
                </Link>
              }
            >
              Make a key, run a snippet, and see yourself appear here.
            </Empty>
          ) : (
            <div className="stack">
              <Figures live={live} newest={found[0]?.createdAt ?? null} />
              <div className="columns">
                <Card title="Where people are">
                  <Busiest live={live} names={new Map(found.map((room) => [room.id, room.name]))} />
                </Card>
                <Card
                  title="Newest rooms"
                  actions={
                    <Link className={buttonClass('plain', 'small')} to="/orgs/$slug/rooms" params={{ slug }}>
                      All rooms
                    </Link>
                  }
                >
                  <ul className="list">
                    {found.slice(0, SHOWN).map((room) => (
                      <li key={room.id}>
                        <div className="cell-main">
                          <DoorOpen aria-hidden />
                          <div className="cell-words">
                            <Link to="/orgs/$slug/rooms/$roomId" params={{ slug, roomId: room.id }}>
                              {room.name ?? room.id}
                            </Link>
                            <small>
                              made <Ago at={room.createdAt} />
                            </small>
                          </div>
                        </div>
                      </li>
                    ))}
                  </ul>
                </Card>
              </div>
            </div>
          )
        }
      </Async>
    </Page>
  )
}
