/** Owns what is known here of somebody's inbox, and its connection. Rules IN1–IN9 are in the contract. */
import type { BodyInput, Event, Reply, RequestName } from '@syncforge/protocol/contract'
import type { inbox, Notification, NotificationPreferences, PreferencesPatch } from '@syncforge/protocol/inbox'
import type { Listener, Me } from '../connection/link.ts'
import type { Session } from '../connection/session.ts'
import { invalid, type SyncForgeError } from '../errors.ts'
import type { Store } from '../store.ts'
import type { OutsideContext } from './context.ts'

/** An inbox as it is now. */
export interface InboxState {
  /** How many are unread, exactly, in every tab. */
  readonly unread: number
  /** The newest first, at most 50; `list` has the others. */
  readonly notifications: readonly Notification[]
  /** Where `list({ before })` goes on; `null`: these are all. */
  readonly next: number | null
  /** The person is not to be disturbed now: show no toast, make no sound. */
  readonly quiet: boolean
  /** Why there is no inbox and will be none, such as FORBIDDEN; `null`: there is one, or it is on its way. */
  readonly error: SyncForgeError | null
}

/** A page of an inbox, the newest first. */
export interface InboxPage {
  readonly notifications: readonly Notification[]
  readonly next: number | null
}

/**
 * What the person is told, in all rooms of the organization. Needs an `authEndpoint`: it belongs to somebody who is verified. It connects with the first use, and
 * {@link SyncForge.close} ends it.
 *
 * @example
 * client.inbox.subscribe(({ unread, notifications }) => showBadge(unread, notifications))
 * bell.onclick = () => client.inbox.markAllRead()
 */
export interface Inbox extends Store<InboxState> {
  /** Resolves when there is something to show, or there will be none: `error` of the state says why. */
  ready(): Promise<void>
  /** Older ones: `before` is `next` of the state or of the page before. `limit`: at most 100, 50 when left out. */
  list(options?: { readonly before?: number; readonly limit?: number; readonly unread?: boolean }): Promise<InboxPage>
  /** @example await client.inbox.markRead(notification.id) */
  markRead(id: string | readonly string[]): Promise<void>
  /** Everything that is known here: what arrives in this moment stays unread. */
  markAllRead(): Promise<void>
  remove(id: string | readonly string[]): Promise<void>
  readonly preferences: {
    get(): Promise<NotificationPreferences>
    /**
     * What is left out stays as it is. @throws SyncForgeError VALIDATION_ERROR, LIMIT_EXCEEDED
     * @example await client.inbox.preferences.update({ kinds: { reply: { email: false } }, mute: [{ roomId: 'plans' }] })
     */
    update(patch: PreferencesPatch): Promise<NotificationPreferences>
  }
}

type Contract = typeof inbox
type Told = Pick<InboxState, 'unread' | 'notifications' | 'next' | 'quiet'>
type Ask = <N extends RequestName<Contract>>(name: N, body: BodyInput<Contract, N>) => Promise<Reply<Contract, N>>

const headMax = 50
/** Nobody waits for the first connection: it is tried until there is one, or a refusal. */
const nobody: Me = {
  userId: '',
  userInfo: { name: '', color: '' },
  verified: true,
  connectionId: '',
  number: 0,
  access: 'read',
}

const idsOf = (id: string | readonly string[]) => ({ ids: typeof id === 'string' ? [id] : [...id] })

const empty: InboxState = { unread: 0, notifications: [], next: null, quiet: false, error: null }

export const createInbox = (context: OutsideContext): Inbox => {
  const { canRefresh, WebSocket, addressOf, heldRooms, createSession } = context
  const refusal = canRefresh
    ? null
    : invalid('An inbox is of somebody verified: give an authEndpoint instead of an apiKey')
  const state = context.createStore<InboxState>({ ...empty, error: refusal })
  let session: Session | null = null

  let known = () => {}
  const ready = new Promise<void>((resolve) => {
    known = resolve
  })
  if (refusal) known()
  const tell = (told: Told) => {
    state.set({ ...told, error: null })
    known()
  }
  const changed = ({
    notifications,
    removed,
    unread,
    quiet,
  }: Event<Contract>['body'] & { removed: readonly string[] }) => {
    const before = state.get()
    const gone = new Set([...removed, ...notifications.map(({ id }) => id)])
    const all = [...notifications, ...before.notifications.filter(({ id }) => !gone.has(id))]
    const head = all.sort((a, b) => b.position - a.position).slice(0, headMax)
    const next = all.length > headMax ? (head.at(-1)?.position ?? null) : before.next
    tell({ unread, quiet, notifications: head, next })
    // Of what is gone the place is free: there is more.
    if (removed.length > 0 && next !== null) fill()
  }
  const listener: Listener = {
    welcomed: ({ snapshots }) => tell((snapshots as unknown as { readonly inbox: Told }).inbox),
    // Events of another contract than those of rooms.
    events: { 'inbox.changed': changed, 'inbox.reset': tell } as NonNullable<Listener['events']>,
  }

  const use = (): Session => {
    if (session) return session
    const opened = createSession({
      canRefresh,
      WebSocket,
      // Any token says who somebody is: one for a room that the app is in is what its server can give.
      authorize: (over) => addressOf('inbox', [...heldRooms.keys()][0] ?? '', over),
      identity: { userId: undefined, userInfo: undefined },
      standIn: Promise.resolve(nobody),
      report: failed,
    })
    session = opened
    opened.attach(listener)
    opened.start().catch(failed)
    return opened
  }
  /** The stay is over, for another reason than that it was closed here. */
  const failed = (error: SyncForgeError) => {
    if (session?.status.get() !== 'disconnected') return
    state.set({ ...state.get(), error })
    known()
  }
  const ask: Ask = (name, body) => (refusal ? Promise.reject(refusal) : (use().ask as unknown as Ask)(name, body))
  const connect = () => {
    if (!refusal) use()
  }
  const fill = () => {
    ask('inbox.list', {}).then(
      (page) => tell({ ...state.get(), ...page }),
      // The connection was lost: what comes after it tells everything.
      () => {},
    )
  }

  context.closing.push(() => {
    const open = session
    session = null
    open?.close()
    state.set({ ...empty, error: refusal })
  })
  return {
    ready() {
      connect()
      return ready
    },
    get() {
      connect()
      return state.get()
    },
    subscribe(listen) {
      connect()
      return state.subscribe(listen)
    },
    list: (options = {}) => ask('inbox.list', options),
    async markRead(id) {
      await ask('inbox.read', idsOf(id))
    },
    async markAllRead() {
      const [newest] = state.get().notifications
      await ask('inbox.readAll', newest ? { upTo: newest.position } : {})
    },
    async remove(id) {
      await ask('inbox.remove', idsOf(id))
    },
    preferences: {
      get: () => ask('inbox.preferences', {}),
      update: (patch) => ask('inbox.prefer', patch),
    },
  }
}
