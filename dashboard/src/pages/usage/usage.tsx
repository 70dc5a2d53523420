/** How much an organization uses: this month's people and where they are heading, joins by day and hour, the busiest rooms, keys and people. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Async, SkeletonLines, SkeletonRows } from '../../components/async.tsx'
import { Card, Page } from '../../components/page.tsx'
import { useLive } from '../../live/live.ts'
import { LiveSign } from '../../live/live-sign.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { Meter } from '../billing/meters.tsx'
import { Bars } from './bars.tsx'
import { filled, forecast } from './forecast.ts'
import { type By, busiestKeysQuery, busiestPeopleQuery, busiestRoomsQuery, usageQuery } from './queries.ts'

const number = new Intl.NumberFormat()
const spanMs: Readonly<Record<By, number>> = { hour: 3_600_000, day: 86_400_000 }
const dates: Readonly<Record<By, Intl.DateTimeFormat>> = {
  hour: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: 'numeric', timeZone: 'UTC' }),
  day: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
}

const Month = () => {
  const { id: organizationId } = useOrganization()
  const usage = useQuery(usageQuery(organizationId, 'day'))
  const { totals, status } = useLive(organizationId)
  return (
    <Async query={usage} skeleton={<SkeletonLines lines={3} />}>
      {({ month, limits }) => {
        const end = forecast(month.people, month.start, Date.now())
        return (
          <dl className="figures">
            <Meter title="People this month" limit={limits.people} />
            <Meter title="Rooms" limit={limits.rooms} />
            <div className="figure">
              <dt>By the month’s end</dt>
              <dd>{end === null ? '…' : `≈ ${number.format(end)}`}</dd>
            </div>
            <div className="figure">
              <dt>Here now</dt>
              <dd>{status === 'connecting' ? '…' : number.format(totals.people)}</dd>
            </div>
          </dl>
        )
      }}
    </Async>
  )
}

const Chart = ({ by, title, of }: { readonly by: By; readonly title: string; readonly of: 'people' | 'joins' }) => {
  const { id: organizationId } = useOrganization()
  const usage = useQuery(usageQuery(organizationId, by))
  return (
    <Async query={usage} skeleton={<SkeletonLines lines={4} />}>
      {({ periods, from, to }) => (
        <Bars
          title={title}
          bars={filled(periods, spanMs[by], from, to).map(({ start, period }) => ({
            label: dates[by].format(start),
            value: period?.[of] ?? 0,
          }))}
        />
      )}
    </Async>
  )
}

const Rooms = () => {
  const { id: organizationId, slug } = useOrganization()
  const busiest = useQuery(busiestRoomsQuery(organizationId))
  return (
    <Async query={busiest} skeleton={<SkeletonRows rows={4} />}>
      {({ rooms }) =>
        rooms.length === 0 ? (
          <p className="quiet">Nobody has come into a room in the last thirty days.</p>
        ) : (
          <ul className="list">
            {rooms.map(({ id, joins, peakPeople }) => (
              <li key={id}>
                <div className="cell-main">
                  <div className="cell-words">
                    <Link to="/orgs/$slug/rooms/$roomId" params={{ slug, roomId: id }}>
                      {id}
                    </Link>
                    <small>at most {number.format(peakPeople)} at once</small>
                  </div>
                </div>
                <span className="numbers">{number.format(joins)}</span>
              </li>
            ))}
          </ul>
        )
      }
    </Async>
  )
}

const Keys = () => {
  const { id: organizationId } = useOrganization()
  const busiest = useQuery(busiestKeysQuery(organizationId))
  return (
    <Async query={busiest} skeleton={<SkeletonRows rows={3} />}>
      {({ keys }) =>
        keys.length === 0 ? (
          <p className="quiet">Nobody has come by a key in the last thirty days.</p>
        ) : (
          <ul className="list">
            {keys.map(({ id, name, joins }) => (
              <li key={id}>
                <div className="cell-main">
                  <div className="cell-words">
                    <span>{name ?? 'A key that is gone'}</span>
                    <small className="mono">{id}</small>
                  </div>
                </div>
                <span className="numbers">{number.format(joins)}</span>
              </li>
            ))}
          </ul>
        )
      }
    </Async>
  )
}

const People = () => {
  const { id: organizationId } = useOrganization()
  const busiest = useQuery(busiestPeopleQuery(organizationId))
  return (
    <Async query={busiest} skeleton={<SkeletonRows rows={3} />}>
      {({ people }) =>
        people.length === 0 ? (
          <p className="quiet">Nobody has come in the last thirty days whose id is kept.</p>
        ) : (
          <ul className="list">
            {people.map(({ userId, verified, joins }) => (
              <li key={`${verified} ${userId}`}>
                <div className="cell-main">
                  <div className="cell-words">
                    <span title={userId}>{userId}</span>
                    <small>{verified ? 'proven by a token' : 'only claimed'}</small>
                  </div>
                </div>
                <span className="numbers">{number.format(joins)}</span>
              </li>
            ))}
          </ul>
        )
      }
    </Async>
  )
}

export const UsagePage = () => {
  const { status } = useLive(useOrganization().id)
  return (
    <Page
      title="Usage"
      lead="Counted exactly, in UTC: a person counts once a month, however often they come."
      actions={<LiveSign status={status} />}
    >
      <div className="stack">
        <Month />
        <Card title="People by day">
          <Chart by="day" of="people" title="Different people, the last thirty days" />
        </Card>
        <Card title="Joins by hour">
          <Chart by="hour" of="joins" title="Joins, the last two days" />
        </Card>
        <div className="columns columns-of-three">
          <Card title="Busiest rooms">
            <Rooms />
          </Card>
          <Card title="Keys that people came by">
            <Keys />
          </Card>
          <Card title="People who came most">
            <People />
          </Card>
        </div>
      </div>
    </Page>
  )
}
