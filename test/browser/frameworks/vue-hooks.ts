/** Every composable of Vue that follows a feature, in the shape that React gives. Driven by hooks.test.ts. */
import {
  syncForge,
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
} from '@syncforge/vue'
import { Devtools } from '@syncforge/vue/devtools'
import { createApp, defineComponent, h, unref } from 'vue'
import { type Given, options, visit } from './hooks-page.ts'

type JoinedRoom = ReturnType<typeof useRoom>['room']
const uses: { readonly [N in keyof Given]: (room: JoinedRoom) => object } = {
  comments: useComments,
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
globalThis.hooks = { given: given as never, counts: counts as never }

/** Reads every ref in it, as a template would. */
const valuesOf = (refs: object): object => {
  const { view, state, ...rest } = Object.fromEntries(
    Object.entries(refs).map(([name, value]) => [name, unref(value) as unknown]),
  )
  return { ...(view as object), ...(state as object), ...rest }
}
const Page = defineComponent(() => {
  const { room } = useRoom(visit.room ?? '')
  const probes = Object.entries(uses).map(([name, use]) =>
    defineComponent(() => {
      const refs = use(room)
      return () => {
        given[name] = valuesOf(refs)
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
