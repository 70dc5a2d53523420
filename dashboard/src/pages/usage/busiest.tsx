/** What is used most: rooms, the keys that people come by, people. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Async, SkeletonRows } from '../../components/async.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { busiestKeysQuery, busiestPeopleQuery, busiestRoomsQuery } from './queries.ts'

const number = new Intl.NumberFormat()
const SHOWN = 10

interface RowProps {
  readonly title: ReactNode
  readonly note: ReactNode
  readonly joins: number
}

const Row = ({ title, note, joins }: RowProps) => (
  <li>
    <div className="cell-main">
      <div className="cell-words">
        {title}
        {note}
      </div>
    </div>
    <span className="numbers">{number.format(joins)}</span>
  </li>
)

export const BusiestRooms = () => {
  const { id: organizationId, slug } = useOrganization()
  const busiest = useQuery(busiestRoomsQuery(organizationId))
  return (
    <Async query={busiest} skeleton={<SkeletonRows rows={4} />}>
      {({ rooms }) =>
        rooms.length === 0 ? (
          <p className="quiet">Nobody has come into a room in the last thirty days.</p>
        ) : (
          <ul className="list">
            {rooms.slice(0, SHOWN).map(({ id, joins, peakPeople }) => (
              <Row
                key={id}
                title={
                  <Link to="/orgs/$slug/rooms/$roomId" params={{ slug, roomId: id }}>
                    {id}
                  </Link>
                }
                note={<small>at most {number.format(peakPeople)} at once</small>}
                joins={joins}
              />
            ))}
          </ul>
        )
      }
    </Async>
  )
}

export const BusiestKeys = () => {
  const { id: organizationId } = useOrganization()
  const busiest = useQuery(busiestKeysQuery(organizationId))
  return (
    <Async query={busiest} skeleton={<SkeletonRows rows={3} />}>
      {({ keys }) =>
        keys.length === 0 ? (
          <p className="quiet">Nobody has come by a key in the last thirty days.</p>
        ) : (
          <ul className="list">
            {keys.slice(0, SHOWN).map(({ id, name, joins }) => (
              <Row
                key={id}
                title={<span>{name ?? 'A key that is gone'}</span>}
                note={<small className="mono">{id}</small>}
                joins={joins}
              />
            ))}
          </ul>
        )
      }
    </Async>
  )
}

export const BusiestPeople = () => {
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
              <Row
                key={`${verified} ${userId}`}
                title={<span title={userId}>{userId}</span>}
                note={<small>{verified ? 'proven by a token' : 'only claimed'}</small>}
                joins={joins}
              />
            ))}
          </ul>
        )
      }
    </Async>
  )
}
