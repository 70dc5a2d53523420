/** Runs the first snippet in this window, for whoever has no project yet: joins the room and says who is there. */
import { type PresenceUser, SyncForge } from '@syncforge/client'
import { useEffect, useState } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { Entry } from '../entry/entry.tsx'
import { endpointOf } from '../welcome/snippet.ts'

const names = ['Grace', 'Katherine', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Radia', 'Tim'] as const

interface Joined {
  readonly status: string
  readonly people: readonly PresenceUser[]
  readonly problem: string | null
}

/** Joins once the page is there and leaves with it. */
const useRoom = (apiKey: string, roomId: string): Joined => {
  const [joined, setJoined] = useState<Joined>({ status: 'connecting', people: [], problem: null })
  useEffect(() => {
    const client = new SyncForge({ apiKey, endpoint: endpointOf(location.origin) })
    let isOver = false
    const name = names[Math.floor(Math.random() * names.length)] ?? names[0]
    const tell = (change: Partial<Joined>) => !isOver && setJoined((before) => ({ ...before, ...change }))
    client.joinRoom(roomId, { userInfo: { name } }).then(
      (room) => {
        room.status.subscribe((status) => tell({ status }))
        room.presence.subscribe((people) => tell({ people }))
      },
      (error: unknown) => tell({ problem: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      isOver = true
      client.close()
    }
  }, [apiKey, roomId])
  return joined
}

const Here = ({ apiKey, roomId }: { readonly apiKey: string; readonly roomId: string }) => {
  const { status, people, problem } = useRoom(apiKey, roomId)
  if (problem !== null)
    return (
      <p className="note note-danger" role="alert">
        {problem}
      </p>
    )
  return (
    <>
      <div className="waiting" data-live={status === 'connected' ? '' : undefined} role="status">
        <span className="pulse" aria-hidden />
        <strong>{status === 'connected' ? `You are in ${roomId}` : `${roomId}: ${status}`}</strong>
      </div>
      <ul className="list" aria-label="People here">
        {people.map(({ userId, verified, userInfo }) => (
          <li key={`${userId} ${verified}`}>
            <span className="cell-main">
              <Avatar name={userInfo.name} color={userInfo.color} />
              {userInfo.name}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

export const Try = () => {
  const [given] = useState(() => new URLSearchParams(location.hash.slice(1)))
  const apiKey = given.get('key')
  const roomId = given.get('room')
  return (
    <Entry title="Your snippet, running" lead="This window has joined your room. Open it twice to see two people.">
      {apiKey && roomId ? (
        <Here apiKey={apiKey} roomId={roomId} />
      ) : (
        <p className="note note-warn">Open this page from the first steps: it needs a key and a room.</p>
      )}
    </Entry>
  )
}
