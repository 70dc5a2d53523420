/** The first lines that anybody writes with React, as the docs have them. */
import { CursorLayer, PresenceAvatars, SyncForgeProvider, useCursors, usePresence, useRoom } from '@syncforge/react'
import { createRoot } from 'react-dom/client'

const { roomId = '', userId = '', endpoint = '' } = Object.fromEntries(new URL(location.href).searchParams)
const userInfo = { name: userId, color: '#2f6feb' }

const Board = () => {
  const { room, status } = useRoom(roomId, { userId, userInfo })
  const { users, others } = usePresence(room)
  const { cursors, updateCursor } = useCursors(room)
  return (
    <main style={{ height: 400 }} onPointerMove={({ clientX: x, clientY: y }) => updateCursor({ x, y })}>
      <p id="status">{status}</p>
      <p id="others">{others.map((other) => other.userInfo.name).join()}</p>
      <p id="cursors">{[...cursors.values()].map(({ x, y }) => `${x},${y}`).join()}</p>
      <PresenceAvatars users={users} />
      <CursorLayer cursors={cursors} />
    </main>
  )
}

const root = document.createElement('div')
document.body.append(root)
createRoot(root).render(
  <SyncForgeProvider endpoint={endpoint} apiKey="pk_dev_syncforge">
    <Board />
  </SyncForgeProvider>,
)
