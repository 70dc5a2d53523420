/** Who is in a room, pushed as they come and go, and what can be decided about them. */

import { getRouteApi } from '@tanstack/react-router'
import { Ellipsis, UsersRound } from 'lucide-react'
import { useState } from 'react'
import type { LivePerson } from '../../../../workers/edge/routes/index.ts'
import { Empty, SkeletonRows } from '../../components/async.tsx'
import { Avatar } from '../../components/avatar.tsx'
import { ActionMenu } from '../../components/menu.tsx'
import { Ago } from '../../components/time.tsx'
import { useLive } from '../../live/live.ts'
import { LiveSign } from '../../live/live-sign.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { GrantDialog } from './access/grant-dialog.tsx'
import { KickDialog } from './kick-dialog.tsx'
import { accessLevelWords } from './words.ts'

const route = getRouteApi('/signed-in/orgs/$slug/rooms/$roomId')

interface Decision {
  readonly kind: 'kick' | 'ban' | 'access'
  readonly person: LivePerson
}

interface PersonRowProps {
  readonly person: LivePerson
  readonly onDecide: (decision: Decision) => void
}

const PersonRow = ({ person, onDecide }: PersonRowProps) => {
  const { reason } = useRight('rooms:moderate')
  const { userId, name, color, verified, access, connections, joinedAt } = person
  return (
    <tr>
      <td>
        <div className="cell-main">
          <Avatar name={name} color={color} />
          <div className="cell-words">
            <strong>{name}</strong>
            <small className="mono">{userId}</small>
          </div>
        </div>
      </td>
      <td data-label="Identity">
        {verified ? <span className="badge badge-good">verified</span> : <span className="badge">claimed</span>}
      </td>
      <td data-label="May">{accessLevelWords[access]}</td>
      <td data-label="Windows" className="numbers">
        {connections === 1 ? '1 window' : `${connections} windows`}
      </td>
      <td data-label="Here since" className="quiet">
        <Ago at={joinedAt} />
      </td>
      <td className="end">
        <ActionMenu
          trigger={
            <button type="button" className="icon-button" aria-label={`Decide about ${name}`}>
              <Ellipsis aria-hidden />
            </button>
          }
          actions={[
            { words: 'Change what they may do…', reason, run: () => onDecide({ kind: 'access', person }) },
            { words: 'Kick…', danger: true, reason, run: () => onDecide({ kind: 'kick', person }) },
            { words: 'Ban…', danger: true, reason, run: () => onDecide({ kind: 'ban', person }) },
          ]}
        />
      </td>
    </tr>
  )
}

export const People = () => {
  const { roomId } = route.useParams()
  const { id: organizationId } = useOrganization()
  const live = useLive(organizationId, roomId)
  const [decision, setDecision] = useState<Decision | null>(null)
  const close = () => setDecision(null)
  const room = live.rooms.get(roomId)
  const people = room?.people ?? []
  const hidden = (room?.total ?? 0) - people.length
  return (
    <>
      <div className="filters">
        <LiveSign status={live.status} />
        <p className="visually-hidden" role="status">
          {people.length === 0 ? 'Nobody is here' : `Here now: ${people.map(({ name }) => name).join(', ')}`}
        </p>
      </div>
      {live.status === 'connecting' ? (
        <SkeletonRows rows={3} />
      ) : people.length === 0 ? (
        <Empty icon={<UsersRound aria-hidden />} title="Nobody is here">
          Whoever joins this room is shown here at once.
        </Empty>
      ) : (
        <div className="table-frame">
          <table className="table table-cards table-inline">
            <caption className="visually-hidden">People in the room now</caption>
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">Identity</th>
                <th scope="col">May</th>
                <th scope="col">Windows</th>
                <th scope="col">Here since</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <PersonRow key={`${person.userId} ${person.verified}`} person={person} onDecide={setDecision} />
              ))}
            </tbody>
          </table>
          {hidden > 0 && <p className="more quiet">and {hidden} more</p>}
        </div>
      )}
      {decision?.kind === 'access' && <GrantDialog roomId={roomId} person={decision.person} onClose={close} />}
      {decision !== null && decision.kind !== 'access' && (
        <KickDialog roomId={roomId} person={decision.person} ban={decision.kind === 'ban'} onClose={close} />
      )}
    </>
  )
}
