/** What React does to hooks: effects that run twice, components that come and go. Driven by react.test.ts. */
import { SyncForge } from '@syncforge/client'
import { CursorLayer, PresenceAvatars, SyncForgeProvider, Thread, useOthers, useRoom, useSelf } from '@syncforge/react'
import * as suspended from '@syncforge/react/suspense'
import { Component, createRef, memo, type ReactNode, StrictMode, useReducer } from 'react'
import { createRoot } from 'react-dom/client'

const { room: roomId = '', endpoint = '' } = Object.fromEntries(new URL(location.href).searchParams)

declare global {
  var sockets: WebSocket[]
  var cases: typeof cases_
}
globalThis.sockets = []
const Platform = WebSocket
globalThis.WebSocket = class extends Platform {
  constructor(address: string | URL, protocol?: string | string[]) {
    super(address, protocol)
    sockets.push(this)
  }
}

const Provider = ({ children }: { readonly children: ReactNode }) => (
  <SyncForgeProvider endpoint={endpoint} authEndpoint={undefined} apiKey="pk_dev_syncforge">
    {children}
  </SyncForgeProvider>
)
const element = document.createElement('div')
document.body.append(element)
let root = createRoot(element)
const show = (children: ReactNode) => root.render(<StrictMode>{children}</StrictMode>)

/** The literals are other objects at each render. */
const Seat = ({ id }: { readonly id: string }) => {
  const [, again] = useReducer((count: number) => count + 1, 0)
  const { room, status } = useRoom(id, { userId: 'ada', userInfo: { name: 'Ada', color: '#2f6feb' } })
  const connectionId = useSelf(room, (self) => self?.connectionId)
  return (
    <button type="button" onClick={again} data-connection={connectionId}>
      {status} {room?.id}
    </button>
  )
}

let rows = 0
let lists = 0
const Row = memo(({ user }: { readonly user: { readonly userId: string; readonly presence: unknown } }) => {
  rows += 1
  return <li>{`${user.userId} ${JSON.stringify(user.presence)}`}</li>
})
const List = () => {
  const { room } = useRoom(roomId, { userId: 'ada' })
  const others = useOthers(room)
  return (
    <ul>
      {others.map((user) => (
        <Row key={user.userId} user={user} />
      ))}
    </ul>
  )
}
const isSameList = (a: readonly string[], b: readonly string[]) => a.join() === b.join()
const Names = () => {
  lists += 1
  const { room } = useRoom(roomId, { userId: 'ada' })
  const names = useOthers(room, (others) => others.map(({ userId }) => userId), isSameList)
  return <p id="names">{names.join()}</p>
}
/** A new array at every look, and no way to tell that it is equal: no reason to render for ever. */
const Naive = () => {
  const { room } = useRoom(roomId, { userId: 'ada' })
  return <p id="naive">{useOthers(room, (others) => others.filter(({ userId }) => userId !== 'bob')).length}</p>
}

class Boundary extends Component<{ readonly children: ReactNode }, { readonly code: string | null }> {
  override state: { readonly code: string | null } = { code: null }
  static getDerivedStateFromError = (error: { readonly code?: string }) => ({ code: error.code ?? String(error) })
  override render() {
    return this.state.code === null ? this.props.children : <p id="refused">{this.state.code}</p>
  }
}
const { ClientSideSuspense, useRoom: useSuspendedRoom } = suspended
const Suspended = ({ id }: { readonly id: string }) => {
  const { room, status } = useSuspendedRoom(id, { userId: 'ada' })
  return (
    <p id="inside">
      {room.self.userId} {status}
    </p>
  )
}

/** What was shown, each time that it was another. */
const seen: string[] = []
const SuspendedWork = ({ id }: { readonly id: string }) => {
  const { room } = useSuspendedRoom(id, { userId: 'ada' })
  const { comments, threads } = suspended.useComments(room)
  const shown = JSON.stringify({
    record: suspended.useRecord(room, 'brief').record?.content,
    none: suspended.useRecord(room, 'none').record,
    said: suspended.useChat(room, ({ messages }) => messages.map(({ body }) => body)),
    todo: suspended.useChecklist(room, 'launch').checklist?.items.map(({ text }) => text),
    share: suspended.useChecklists(room).share,
    noted: threads.map(({ text }) => text),
    one: suspended.useThread(room, threads[0]?.id ?? '').thread?.text,
    happened: suspended.useActivity(room).entries.length > 0,
    versions: suspended.useHistory(room).versions.map(({ name }) => name),
    inbox: suspended.useInbox(({ error }) => error?.code),
  })
  if (seen.at(-1) !== shown) seen.push(shown)
  return (
    <p id="inside" data-calls={comments !== null}>
      {shown}
    </p>
  )
}
const refs = { avatars: createRef<HTMLElement>(), cursors: createRef<HTMLElement>(), thread: createRef<HTMLElement>() }

const cases_ = {
  suspendedWork: (id: string) =>
    show(
      <Boundary>
        <Provider>
          <ClientSideSuspense fallback={<p id="fallback">joining</p>}>
            <SuspendedWork id={id} />
          </ClientSideSuspense>
        </Provider>
      </Boundary>,
    ),
  seen: () => seen,
  refs() {
    show(
      <Provider>
        <PresenceAvatars ref={refs.avatars as never} />
        <CursorLayer ref={refs.cursors as never} />
        <Thread ref={refs.thread as never} />
      </Provider>,
    )
  },
  referred: () => Object.values(refs).map(({ current }) => current?.localName),
  seats: (...ids: readonly string[]) =>
    show(
      <Provider>
        {ids.map((id, index) => (
          <Seat key={index} id={id} />
        ))}
      </Provider>,
    ),
  twoProviders: (id: string) =>
    show(
      <>
        <Provider>
          <Seat id={id} />
        </Provider>
        <Provider>
          <Seat id={id} />
        </Provider>
      </>,
    ),
  list: () =>
    show(
      <Provider>
        <List />
        <Names />
        <Naive />
      </Provider>,
    ),
  suspended: (id: string) =>
    show(
      <Boundary>
        <Provider>
          <ClientSideSuspense fallback={<p id="fallback">joining</p>}>
            <Suspended id={id} />
          </ClientSideSuspense>
        </Provider>
      </Boundary>,
    ),
  unmount() {
    root.unmount()
    root = createRoot(element)
  },
  counted: () => ({
    opened: sockets.length,
    open: sockets.filter(({ readyState }) => readyState <= Platform.OPEN).length,
    rows,
    lists,
  }),
  /** Somebody else, by a client of their own. */
  async other(userId: string) {
    const room = await new SyncForge({ endpoint, apiKey: 'pk_dev_syncforge' }).joinRoom(roomId, { userId })
    others.push(room)
  },
  change: (index: number, at: number) => others[index]?.presence.update({ at }),
}
const others: { readonly presence: { update(patch: { readonly at: number }): void } }[] = []
globalThis.cases = cases_
