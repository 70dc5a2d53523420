/** Owns the newest of the room's conversation on this side, and who is typing. Rules CH1–CH10 are in the contract. */
import type { ChatMessage } from '@syncforge/protocol/chat'
import type { Author } from '@syncforge/protocol/schemas'
import type { Link } from '../../connection/link.ts'
import type { SyncForgeError } from '../../errors.ts'
import type { CreateStore, Store } from '../../store.ts'
import type { Loaded } from '../parts/loaded.ts'

export type { ChatMessage }

/** The conversation as far as it was loaded, the oldest first. */
export interface ChatView {
  readonly messages: readonly ChatMessage[]
  /** There are older ones: {@link Chat.history} loads them. */
  readonly hasMore: boolean
  /** How many I have not read, exact, on all of my tabs. */
  readonly unread: number
  /** The `sequence` up to which I have read. */
  readonly read: number
  /** Who is writing right now. */
  readonly typing: readonly Author[]
}

/**
 * The room's conversation. A mention is `<@id>` in the body, the id as `encodeURIComponent` writes it.
 *
 * @example
 * room.chat.subscribe(({ messages, unread }) => show(messages, unread))
 * await room.chat.send({ body: `<@${encodeURIComponent(userId)}> have a look?` })
 */
export interface Chat extends Store<ChatView> {
  /** Resolves when the newest messages are there. Rejects with the SyncForgeError of what kept them away for good. */
  ready(): Promise<void>
  /**
   * Sends a message, once, also when the answer is lost on the way. Needs `comment`.
   *
   * @throws SyncForgeError VALIDATION_ERROR, RATE_LIMITED past 60 a minute, NOT_FOUND for an answer to nothing, PLAN_LIMIT_EXCEEDED, FORBIDDEN
   */
  send(message: { readonly body: string; readonly replyTo?: string }): Promise<ChatMessage>
  /** Loads a page into the view and returns it: the newest, or those before the message `before`. At most `limit`, 50 unless told otherwise, 100 at most. */
  history(page?: {
    readonly before?: string
    readonly limit?: number
  }): Promise<{ readonly messages: readonly ChatMessage[]; readonly hasMore: boolean }>
  /** Mine only. @throws SyncForgeError FORBIDDEN, NOT_FOUND, VALIDATION_ERROR */
  edit(id: string, change: { readonly body: string }): Promise<ChatMessage>
  /** Mine, or with `moderate` anybody's. @throws SyncForgeError FORBIDDEN, NOT_FOUND */
  remove(id: string): Promise<void>
  /** Adds my reaction, or with `false` takes it away. @throws SyncForgeError NOT_FOUND, VALIDATION_ERROR, LIMIT_EXCEEDED */
  react(id: string, emoji: string, on?: boolean): Promise<void>
  /** I am writing: call it at every stroke, the others hear of it every two seconds and forget it after five. */
  typing(): Promise<void>
  /** I have read up to this message, or all. */
  markRead(id?: string): Promise<void>
}

const typingEveryMs = 2_000
const typingEndsMs = 5_000
const heldMax = 1_000
const pageMax = 100
const sendTries = 5

const isLost = ({ code }: SyncForgeError) => code === 'NETWORK_ERROR' || code === 'TIMEOUT'

export const createChat = (link: Link, createStore: CreateStore, loaded: Loaded): Chat => {
  const view = createStore<ChatView>({ messages: [], hasMore: false, unread: 0, read: 0, typing: [] })
  const change = (part: Partial<ChatView>) => view.set({ ...view.get(), ...part })
  const typists = new Map<string, { readonly by: Author; readonly timer: ReturnType<typeof setTimeout> }>()
  let saidTypingAt = 0
  let last = 0

  const showTypists = () => change({ typing: [...typists.values()].map(({ by }) => by) })
  const stopTyping = (has: (id: string, by: Author) => boolean) => {
    for (const [id, { by, timer }] of typists) {
      if (!has(id, by)) continue
      clearTimeout(timer)
      typists.delete(id)
    }
    showTypists()
  }

  /** Puts messages in their places; the newest word about one counts. */
  const put = (messages: readonly ChatMessage[], more: Partial<ChatView> = {}) => {
    const all = new Map([...view.get().messages, ...messages].map((message) => [message.id, message]))
    const sorted = [...all.values()].sort((a, b) => a.sequence - b.sequence)
    change({ messages: sorted.slice(-heldMax), ...(sorted.length > heldMax && { hasMore: true }), ...more })
  }
  /** Takes a page in its turn: what has changed since comes after it. */
  const takePage = (
    found: { readonly messages: readonly ChatMessage[]; readonly hasMore: boolean },
    before?: string,
  ) => {
    const first = view.get().messages[0]
    const [oldest] = found.messages
    // What lies between two pages would look like silence.
    const newest = view.get().messages.at(-1)?.sequence ?? 0
    const leavesGap = !before && first && oldest && found.hasMore && oldest.sequence > newest + 1
    if (leavesGap) change({ messages: [] })
    const isOldest = !first || leavesGap || !oldest || oldest.sequence <= first.sequence
    last = Math.max(last, found.messages.at(-1)?.sequence ?? 0)
    put(found.messages, isOldest ? { hasMore: found.hasMore } : {})
  }
  const history: Chat['history'] = (page = {}) =>
    link.ask('chat.history', page, (found) => takePage(found, page.before))
  /** As many as there were: what was edited or removed meanwhile may be any of them. */
  const loadAgain = async (count: number) => {
    let page = await history()
    for (let loaded = page.messages.length; loaded < count && page.hasMore; loaded += page.messages.length) {
      const before = page.messages[0]?.id
      if (before === undefined) return
      page = await history({ before, limit: Math.min(pageMax, count - loaded) })
    }
  }
  const failed = (error: SyncForgeError) => {
    // After a lost connection the next welcome asks again.
    if (isLost(error)) return
    loaded.failed(error)
    if (error.code !== 'CLOSED') link.report(error)
  }

  link.attach({
    events: {
      'chat.sent'({ message }) {
        stopTyping((_, by) => by.userId === message.by.userId && by.verified === message.by.verified)
        if (message.sequence > last) {
          last = message.sequence
          change({ unread: view.get().unread + 1 })
        }
        put([message])
      },
      'chat.changed'({ message }) {
        const [first] = view.get().messages
        if (first && message.sequence >= first.sequence) put([message])
      },
      'chat.removed'({ id, sequence }) {
        const { messages, unread, read } = view.get()
        if (sequence > read) change({ unread: unread - 1 })
        const gone = messages.find((message) => message.id === id)
        if (gone) put([{ ...gone, body: '', mentions: [], reactions: [], isRemoved: true }])
      },
      'chat.read': ({ read, unread }) => change({ read, unread }),
      'chat.typed'({ by, connectionId }) {
        const id = connectionId ?? `${by.verified}:${by.userId}`
        clearTimeout(typists.get(id)?.timer)
        typists.set(id, { by, timer: setTimeout(() => stopTyping((each) => each === id), typingEndsMs) })
        showTypists()
      },
      'presence.left': ({ connectionId }) => stopTyping((id) => id === connectionId),
    },
    welcomed({ snapshots: { chat } }) {
      change({ read: chat.read, unread: chat.unread })
      last = chat.last
      if (chat.last > 0) loadAgain(view.get().messages.length).then(loaded.done, failed)
      else loaded.done()
    },
    ended: () => stopTyping(() => true),
  })
  const load = async () => {
    const state = await link.ask('chat.state', {}, ({ read, unread, last: newest }) => {
      last = newest
      change({ read, unread })
    })
    if (state.last > 0) await history()
  }
  load().then(loaded.done, failed)

  return {
    ready: loaded.ready,
    get: view.get,
    subscribe: view.subscribe,
    history,
    async send({ body, replyTo }) {
      const nonce = crypto.randomUUID()
      for (let tries = 1; ; tries++) {
        try {
          const message = await link.ask('chat.send', { body, nonce, ...(replyTo === undefined ? {} : { replyTo }) })
          saidTypingAt = 0
          return message
        } catch (error) {
          // Whether it was taken is not known: the same nonce is taken once.
          if (!isLost(error as SyncForgeError) || tries === sendTries) throw error
        }
      }
    },
    edit: (id, { body }) => link.ask('chat.edit', { id, body }),
    async remove(id) {
      await link.ask('chat.remove', { id })
    },
    async react(id, emoji, on = true) {
      await link.ask('chat.react', { id, emoji, on })
    },
    async typing() {
      if (Math.abs(Date.now() - saidTypingAt) < typingEveryMs) return
      saidTypingAt = Date.now()
      await link.ask('chat.typing', {})
    },
    async markRead(upTo) {
      await link.ask('chat.markRead', upTo === undefined ? {} : { upTo }, ({ read, unread }) =>
        change({ read, unread }),
      )
    },
  }
}
