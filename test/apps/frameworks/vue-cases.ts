/** Composables in an app of Vue, with proxies around what they give. Driven by vue.test.ts. */
import { SyncForge } from '@syncforge/client'
import { PresenceAvatars, syncForge, useDocument, useOthers, usePresence, useRoom } from '@syncforge/vue'
import { type App, createApp, defineComponent, h, reactive, ref, toRaw } from 'vue'

const { room: roomId = '', endpoint = '' } = Object.fromEntries(new URL(location.href).searchParams)

declare global {
  var vue: typeof cases
}
const opened: WebSocket[] = []
const Platform = WebSocket
globalThis.WebSocket = class extends Platform {
  constructor(address: string | URL, protocol?: string | string[]) {
    super(address, protocol)
    opened.push(this)
  }
}

const id = ref(roomId)
let rows = 0
const Row = defineComponent({
  props: { user: { type: Object, required: true } },
  setup: (props) => () => {
    rows += 1
    return h('li', JSON.stringify(props.user.presence))
  },
})
let state: { doc: unknown } | undefined
const Root = defineComponent(() => {
  const { room, status } = useRoom(id, { userId: 'ada', userInfo: { name: 'Ada' } })
  useRoom(id, { userId: 'ada' })
  const { users } = usePresence(room)
  const others = useOthers(room)
  const doc = useDocument(room)
  return () => {
    state = reactive({ doc: doc.value })
    return h('main', [
      h('p', { id: 'status' }, `${status.value} ${room.value?.id ?? ''}`),
      h('p', { id: 'users' }, String(users.value.length)),
      h(PresenceAvatars, { room: room.value }),
      h(
        'ul',
        others.value.map((user) => h(Row, { key: user.userId, user })),
      ),
    ])
  }
})

let app: App | undefined
const others: { readonly presence: { update(patch: { readonly at: number }): void } }[] = []
const cases = {
  mount() {
    const element = document.createElement('div')
    document.body.append(element)
    app = createApp(Root).use(syncForge, { endpoint, apiKey: 'pk_dev_syncforge' })
    app.mount(element)
  },
  move: (to: string) => {
    id.value = to
  },
  unmount: () => app?.unmount(),
  counted: () => ({
    opened: opened.length,
    open: opened.filter(({ readyState }) => readyState <= Platform.OPEN).length,
    rows,
  }),
  async other(userId: string) {
    others.push(await new SyncForge({ endpoint, apiKey: 'pk_dev_syncforge' }).joinRoom(roomId, { userId }))
  },
  change: (index: number, at: number) => others[index]?.presence.update({ at }),
  /** Whether `reactive` has left the document alone. */
  isBare: () => state !== undefined && state.doc !== null && state.doc === toRaw(state.doc),
}
globalThis.vue = cases
