/** Every composable of Vue that follows a feature, in the shape that React gives. Driven by hooks.test.ts. */
import type { Room } from '@syncforge/client'
import {
  syncForge,
  useAccess,
  useActivity,
  useAwareness,
  useBroadcast,
  useChat,
  useChecklist,
  useChecklists,
  useComments,
  useCursors,
  useDocument,
  useEvent,
  useHistory,
  useInbox,
  useLobby,
  useLock,
  useOthers,
  useRecord,
  useRoom,
  useRoomInfo,
  useSelf,
  useStatus,
  useSync,
  useUndo,
} from '@syncforge/vue'
import { Devtools } from '@syncforge/vue/devtools'
import { type ComputedRef, createApp, defineComponent, h, ref, unref } from 'vue'
import { createLeaks, type Given, options, visit } from './hooks-page.ts'

type JoinedRoom = ComputedRef<Room | null>
const id = ref(visit.room ?? '')
const key = ref('brief')
const uses: { readonly [N in keyof Given]: (room: JoinedRoom) => object } = {
  comments: (room) => useComments(room),
  chat: useChat,
  lock: (room) => useLock(room, () => `${key.value}-lock`),
  record: (room) => useRecord(room, key),
  checklist: (room) => useChecklist(room, () => `${key.value}-list`),
  checklists: useChecklists,
  activity: useActivity,
  document: (room) => ({ doc: useDocument(room) }),
  history: (room) => useHistory(room),
  inbox: useInbox,
  lobby: () => useLobby([visit.room ?? '']),
  undo: (room) => {
    const doc = useDocument(room)
    return useUndo(() => doc.value?.getText('content'))
  },
  state: (room) => ({
    status: useStatus(room),
    sync: useSync(room),
    access: useAccess(room),
    info: useRoomInfo(room),
    self: useSelf(room),
  }),
  awareness: (room) => ({ awareness: useAwareness(room) }),
  events: (room) => {
    const heard = ref<readonly unknown[]>([])
    useEvent(
      room,
      () => `${key.value}-event`,
      (payload) => {
        heard.value = [...heard.value, payload]
      },
    )
    return { broadcast: useBroadcast(room), heard }
  },
  picked: (room) => ({
    others: useOthers(room, (others) => others.length),
    cursors: useCursors(room, (cursors) => cursors.size).cursors,
    threads: useComments(room, (threads) => threads.length).threads,
    self: useSelf(room, (self) => [self?.userId], isSame),
    rooms: useLobby([visit.room ?? ''], ({ rooms }) => rooms.length).state,
    name: useRoomInfo(room, ({ name }) => name),
  }),
}
const isSame = (a: readonly unknown[], b: readonly unknown[]) => a.join() === b.join()
const { leaked, look } = createLeaks(visit.room ?? '')
const given: Record<string, unknown> = {}
const counts: Record<string, number> = {}
globalThis.hooks = {
  given: given as never,
  counts: counts as never,
  move(to) {
    id.value = to
  },
  rename(to) {
    key.value = to
  },
  leaked,
}

/** Reads every ref in it, as a template would. */
const valuesOf = (refs: object): object => {
  const { view, state, ...rest } = Object.fromEntries(
    Object.entries(refs).map(([name, value]) => [name, unref(value) as unknown]),
  )
  return { ...(view as object), ...(state as object), ...rest }
}
const Page = defineComponent(() => {
  const { room } = useRoom(id)
  const probes = Object.entries(uses).map(([name, use]) =>
    defineComponent(() => {
      const refs = use(room)
      return () => {
        given[name] = valuesOf(refs)
        look(name, room.value, given[name])
        counts[name] = (counts[name] ?? 0) + 1
        return null
      }
    }),
  )
  return () => [...probes.map((Probe) => h(Probe)), h(Devtools, { room: room.value })]
})
createApp(Page)
  .use(syncForge, options)
  .mount(document.body.appendChild(document.createElement('main')))
