/** Every hook of React that follows a feature. Driven by hooks.test.ts. */
import {
  SyncForgeProvider,
  useActivity,
  useChat,
  useChecklist,
  useChecklists,
  useComments,
  useDocument,
  useHistory,
  useInbox,
  useLobby,
  useLock,
  useRecord,
  useRoom,
} from '@syncforge/react'
import { Devtools } from '@syncforge/react/devtools'
import { createRoot } from 'react-dom/client'
import { type Given, options, visit } from './hooks-page.ts'

type JoinedRoom = ReturnType<typeof useRoom>['room']
const uses: { readonly [N in keyof Given]: (room: JoinedRoom) => Given[N] } = {
  comments: (room) => useComments(room),
  chat: useChat,
  lock: (room) => useLock(room, 'budget'),
  record: (room) => useRecord(room, 'brief'),
  checklist: (room) => useChecklist(room, 'launch'),
  checklists: useChecklists,
  activity: useActivity,
  document: (room) => ({ doc: useDocument(room) }),
  history: (room) => useHistory(room),
  inbox: useInbox,
  lobby: () => useLobby([visit.room ?? '']),
}
const given: Record<string, unknown> = {}
const counts: Record<string, number> = {}
const probes = Object.entries(uses).map(([name, use]) => {
  const Probe = ({ room }: { readonly room: JoinedRoom }) => {
    given[name] = use(room)
    counts[name] = (counts[name] ?? 0) + 1
    return null
  }
  return { name, Probe }
})
globalThis.hooks = { given: given as never, counts: counts as never }

const Page = () => {
  const { room } = useRoom(visit.room ?? '')
  return (
    <>
      {probes.map(({ name, Probe }) => (
        <Probe key={name} room={room} />
      ))}
      <Devtools room={room} />
    </>
  )
}
createRoot(document.body.appendChild(document.createElement('main'))).render(
  <SyncForgeProvider {...options}>
    <Page />
  </SyncForgeProvider>,
)
