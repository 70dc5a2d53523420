/** Every hook of React that follows a feature. Driven by hooks.test.ts. */
import type { Room } from '@syncforge/client'
import {
  SyncForgeProvider,
  useAccess,
  useActivity,
  useAwareness,
  useBroadcast,
  useChat,
  useChecklist,
  useChecklists,
  useComments,
  useDocument,
  useEvent,
  useHistory,
  useInbox,
  useLobby,
  useLock,
  usePresence,
  useRecord,
  useRoom,
  useRoomInfo,
  useSelf,
  useStatus,
  useSync,
  useUndo,
} from '@syncforge/react'
import { Devtools } from '@syncforge/react/devtools'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createLeaks, type Given, options, visit } from './hooks-page.ts'

type JoinedRoom = Room | null
const uses: { readonly [N in keyof Given]: (room: JoinedRoom, key: string) => Given[N] } = {
  comments: (room) => useComments(room),
  chat: (room) => useChat(room),
  lock: (room, key) => useLock(room, `${key}-lock`),
  record: (room, key) => useRecord(room, key),
  checklist: (room, key) => useChecklist(room, `${key}-list`),
  checklists: (room) => useChecklists(room),
  activity: (room) => useActivity(room),
  document: (room) => ({ doc: useDocument(room) }),
  history: (room) => useHistory(room),
  inbox: () => useInbox(),
  lobby: () => useLobby([visit.room ?? '']),
  undo: (room) => useUndo(useDocument(room)?.getText('content')),
  state: (room) => ({
    status: useStatus(room),
    sync: useSync(room),
    access: useAccess(room),
    info: useRoomInfo(room),
    self: useSelf(room),
  }),
  awareness: (room) => ({ awareness: useAwareness(room) }),
  events: (room, key) => {
    const [heard, setHeard] = useState<readonly unknown[]>([])
    useEvent(room, `${key}-event`, (payload) => setHeard((before) => [...before, payload]))
    return { broadcast: useBroadcast(room), heard }
  },
  picked: (room, key) => ({
    others: usePresence(room, ({ others }) => others.length),
    unread: useChat(room, (given) => given.unread),
    isMine: useLock(room, `${key}-lock`, (given) => given.isMine),
    isLoading: useRecord(room, key, (given) => given.isLoading),
    isThere: useChecklist(room, `${key}-list`, ({ checklist }) => checklist !== null),
    total: useChecklists(room, (given) => given.total),
    hasActivity: useActivity(room, ({ activity }) => activity !== null),
    versions: useHistory(room, undefined, ({ versions }) => versions.map(({ name }) => name), isSame),
    error: useInbox((given) => given.error),
  }),
}
const isSame = (a: readonly unknown[], b: readonly unknown[]) => a.join() === b.join()
const { leaked, look } = createLeaks(visit.room ?? '')
const given: Record<string, unknown> = {}
const counts: Record<string, number> = {}
const probes = Object.entries(uses).map(([name, use]) => {
  const Probe = ({ room, name: key }: { readonly room: JoinedRoom; readonly name: string }) => {
    given[name] = use(room, key)
    look(name, room, given[name])
    counts[name] = (counts[name] ?? 0) + 1
    return null
  }
  return { name, Probe }
})
let move = (_: string) => {}
let rename = (_: string) => {}
globalThis.hooks = {
  given: given as never,
  counts: counts as never,
  move: (to) => move(to),
  rename: (to) => rename(to),
  leaked,
}

const Page = () => {
  const [id, setId] = useState(visit.room ?? '')
  const [key, setKey] = useState('brief')
  move = setId
  rename = setKey
  const { room } = useRoom(id)
  return (
    <>
      {probes.map(({ name, Probe }) => (
        <Probe key={name} room={room} name={key} />
      ))}
      <Devtools room={room} />
    </>
  )
}
createRoot(document.body.appendChild(document.createElement('main'))).render(
  visit.strict ? (
    <StrictMode>
      <SyncForgeProvider {...options}>
        <Page />
      </SyncForgeProvider>
    </StrictMode>
  ) : (
    <SyncForgeProvider {...options}>
      <Page />
    </SyncForgeProvider>
  ),
)
