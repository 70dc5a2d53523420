/** Rooms as a table; on a phone each is a card. */
import { Link, useNavigate } from '@tanstack/react-router'
import { DoorOpen, Ellipsis } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Empty } from '../../components/async.tsx'
import { ActionMenu } from '../../components/menu.tsx'
import { Ago } from '../../components/time.tsx'
import { Faces } from '../../live/faces.tsx'
import type { Live } from '../../live/live.ts'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { DeleteRoom } from '../room/delete-room.tsx'
import { typeWords } from './words.ts'

export interface ListedRoom {
  readonly id: string
  readonly name: string | null
  readonly type: keyof typeof typeWords
  readonly access: 'public' | 'private'
  readonly persistence: 'durable' | 'memory'
  readonly createdAt: number
}

interface RoomTableProps {
  readonly rooms: readonly ListedRoom[]
  readonly live: Live
  readonly isFiltered: boolean
  readonly more: ReactNode
}

export const RoomTable = ({ rooms, live, isFiltered, more }: RoomTableProps) => {
  const { slug } = useOrganization()
  const navigate = useNavigate()
  const { reason } = useRight('rooms:write')
  const [deleting, setDeleting] = useState<string | null>(null)
  return (
    <>
      <p className="visually-hidden" role="status">
        {rooms.length === 1 ? '1 room' : `${rooms.length} rooms`}
      </p>
      <div className="table-frame">
        {rooms.length === 0 ? (
          <Empty icon={<DoorOpen aria-hidden />} title="No room like that">
            Try other words, or every type.
          </Empty>
        ) : (
          <table className="table table-cards table-inline">
            <caption className="visually-hidden">Rooms{isFiltered ? ' that were found' : ''}</caption>
            <thead>
              <tr>
                <th scope="col">Room</th>
                <th scope="col">Here now</th>
                <th scope="col">Type</th>
                <th scope="col">Access</th>
                <th scope="col">Created</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rooms.map((room) => (
                <tr key={room.id}>
                  <td>
                    <div className="cell-words">
                      <Link to="/orgs/$slug/rooms/$roomId" params={{ slug, roomId: room.id }}>
                        {room.name ?? room.id}
                      </Link>
                      {room.name !== null && <small className="mono">{room.id}</small>}
                    </div>
                  </td>
                  <td data-label="Here now">
                    <Faces room={live.rooms.get(room.id)} />
                  </td>
                  <td data-label="Type">
                    {typeWords[room.type]}
                    {room.persistence === 'memory' && <span className="badge">in memory</span>}
                  </td>
                  <td data-label="Access">{room.access === 'public' ? 'Public' : 'Private'}</td>
                  <td data-label="Created" className="quiet">
                    <Ago at={room.createdAt} />
                  </td>
                  <td className="end">
                    <ActionMenu
                      trigger={
                        <button type="button" className="icon-button" aria-label={`More about ${room.name ?? room.id}`}>
                          <Ellipsis aria-hidden />
                        </button>
                      }
                      actions={[
                        {
                          words: 'Open',
                          run: () =>
                            void navigate({ to: '/orgs/$slug/rooms/$roomId', params: { slug, roomId: room.id } }),
                        },
                        {
                          words: 'Settings',
                          run: () =>
                            void navigate({
                              to: '/orgs/$slug/rooms/$roomId/settings',
                              params: { slug, roomId: room.id },
                            }),
                        },
                        { words: 'Delete…', danger: true, reason, run: () => setDeleting(room.id) },
                      ]}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {more}
      </div>
      <DeleteRoom roomId={deleting} onClose={() => setDeleting(null)} />
    </>
  )
}
