/** What is used most: rooms, the keys that people come by, people. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Async, SkeletonRows } from '../../components/async.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { busiestKeysQuery, busiestPeopleQuery, busiestRoomsQuery } from './queries.ts'

const number = new Intl.NumberFormat()
const SHOWN = 10

interface Row {
  readonly key: string
  readonly title: ReactNode
  readonly note: ReactNode
  readonly joins: number
}

interface ListProps<T> {
  readonly query: UseQueryResult<T>
  readonly rowsOf: (found: T) => readonly Row[]
  /** What is said when there is nothing. */
  readonly none: string
}

const List = <T,>({ query, rowsOf, none }: ListProps<T>) => (
  <Async query={query} skeleton={<SkeletonRows rows={4} />}>
    {(found) => {
      const rows = rowsOf(found)
      if (rows.length === 0) return <p className="quiet">{none}</p>
      return (
        <ul className="list">
          {rows.slice(0, SHOWN).map(({ key, title, note, joins }) => (
            <li key={key}>
              <div className="cell-main">
                <div className="cell-words">
                  {title}
                  {note}
                </div>
              </div>
              <span className="numbers">{number.format(joins)}</span>
            </li>
          ))}
        </ul>
      )
    }}
  </Async>
)

export const BusiestRooms = () => {
  const { id: organizationId, slug } = useOrganization()
  return (
    <List
      query={useQuery(busiestRoomsQuery(organizationId))}
      none="Nobody has come into a room in the last thirty days."
      rowsOf={({ rooms }) =>
        rooms.map(({ id, joins, peakPeople }) => ({
          key: id,
          title: (
            <Link to="/orgs/$slug/rooms/$roomId" params={{ slug, roomId: id }}>
              {id}
            </Link>
          ),
          note: <small>at most {number.format(peakPeople)} at once</small>,
          joins,
        }))
      }
    />
  )
}

export const BusiestKeys = () => {
  const { id: organizationId } = useOrganization()
  return (
    <List
      query={useQuery(busiestKeysQuery(organizationId))}
      none="Nobody has come by a key in the last thirty days."
      rowsOf={({ keys }) =>
        keys.map(({ id, name, joins }) => ({
          key: id,
          title: <span>{name ?? 'A key that is gone'}</span>,
          note: <small className="mono">{id}</small>,
          joins,
        }))
      }
    />
  )
}

export const BusiestPeople = () => {
  const { id: organizationId } = useOrganization()
  return (
    <List
      query={useQuery(busiestPeopleQuery(organizationId))}
      none="Nobody has come this month whose id is kept."
      rowsOf={({ people }) =>
        people.map(({ userId, verified, joins }) => ({
          key: `${verified} ${userId}`,
          title: <span title={userId}>{userId}</span>,
          note: <small>{verified ? 'proven by a token' : 'only claimed'}</small>,
          joins,
        }))
      }
    />
  )
}
