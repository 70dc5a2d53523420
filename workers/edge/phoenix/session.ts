/**
 * A session: the stay of one client in one room or inbox, whatever the topics by which it came. One line serves all of them; the last one that is
 * left ends it. What is said goes through the words; a name that none of them has is the contracts' own.
 */
import type { Held, Hello, SessionPace, Welcome } from '@syncforge/protocol/envelope'
import { RoomError } from '@syncforge/protocol/errors'
import type { Channel } from '@syncforge/protocol/frames'
import type { Decoder } from 'lib0/decoding'
import { type Hearer, type Line, openLine } from './line.ts'
import { createPresenceList } from './presence-list.ts'
import { followSnapshots } from './words/snapshots.ts'
import type { OpenWords, Speaker, Stay, Words } from './words/words.ts'

export interface Session {
  /** As it would be now. */
  readonly welcome: Welcome['body']
  /** Adds a topic. Resolves with what the reply to its join says. Rejects with a RoomError. */
  join(stay: Stay): Promise<object>
  /** The reply is out: from now on it hears what is said. */
  joined(stay: Stay): void
  /** Also of one whose join has not come to its end. */
  leave(stay: Stay): void
  /** What a client asks for: the reply, `undefined` for none. Rejects with a RoomError. */
  request(event: string, payload: unknown, from: Stay): Promise<unknown>
  close(isGoodbye: boolean): void
}

interface SessionPlan {
  readonly socket: WebSocket
  readonly hello: Hello['body']
  readonly words: readonly OpenWords[]
  /** The line is no more: what its topics are told. */
  ended(error: RoomError): void
}

/** `noun.verb` of some contract. */
const isNativeName = (event: string) => /^[a-z]+\.[A-Za-z]+$/.test(event)

/** By the name of a request or an event: what each family says to it. */
const collect = <W>(
  words: readonly Words[],
  pick: (words: Words) => Readonly<Record<string, W | undefined>> = () => ({}),
) => {
  const found = new Map<string, W[]>()
  for (const each of words)
    for (const [name, word] of Object.entries(pick(each)))
      if (word !== undefined) found.set(name, [...(found.get(name) ?? []), word])
  return found
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** What several families reply, as one. */
const merged = (replies: readonly unknown[]): unknown => {
  const given = replies.filter((reply) => reply !== undefined)
  return given.length > 1 && given.every(isObject) ? Object.assign({}, ...given) : given[0]
}

const createSession = (
  welcome: Welcome['body'],
  formerly: string | undefined,
  line: Line,
  open: readonly OpenWords[],
) => {
  const stays = new Set<Stay>()
  const snapshots = followSnapshots(welcome.snapshots)
  const serverAhead = welcome.serverTime - Date.now()
  let { self, session: terms } = welcome
  const now = (): Welcome['body'] => ({
    ...welcome,
    self,
    session: terms,
    serverTime: Date.now() + serverAhead,
    snapshots: Object.assign({}, snapshots.current(), ...words.map(({ state }) => state?.())),
  })
  const speaker: Speaker = {
    welcome,
    now,
    formerly,
    people: createPresenceList(welcome.snapshots.presence ?? []),
    ask: (name, body) => line.ask(name, body) as Promise<never>,
    send: line.send,
    stays: () => [...stays],
    tell(event, payload) {
      for (const stay of stays) if (stay.kind !== 'document') stay.push(event, payload)
    },
  }
  const words: readonly Words[] = open.map((family) => family(speaker))
  const requests = collect(words, ({ requests: known = {} }) => known)
  const events = collect(words, ({ events: known = {} }) => known as Record<string, (body: unknown) => boolean>)

  const session: Session = {
    get welcome() {
      return now()
    },
    async join(stay) {
      const parts: object[] = []
      for (const family of words) {
        const part = family.joining?.(stay)
        parts.push(part instanceof Promise ? await part : (part ?? {}))
      }
      return Object.assign({}, ...parts)
    },
    joined(stay) {
      for (const family of words) family.joined?.(stay)
      stays.add(stay)
    },
    leave(stay) {
      stays.delete(stay)
      for (const family of words) family.left?.(stay)
    },
    async request(event, payload, from) {
      const known = requests.get(event)
      if (known !== undefined) {
        const replies: unknown[] = []
        for (const word of known) replies.push(await word(payload, from))
        return merged(replies)
      }
      if (isNativeName(event)) return line.ask(event, payload)
      throw new RoomError('UNKNOWN_MESSAGE', 'There is no such event', { event: event.slice(0, 64) })
    },
    close: line.close,
  }
  return {
    session,
    event(type: string, body: unknown) {
      snapshots.hear(type, body)
      const isSaid = (events.get(type) ?? []).map((word) => word(body)).includes(true)
      if (!isSaid) speaker.tell(type, body)
    },
    terms(type: string, body: unknown) {
      if (type === 'session.paced') terms = { ...terms, pace: body as SessionPace }
      if (type !== 'session.changed') return
      const { documents: _, ...me } = self
      self = { ...me, ...(body as Held) }
    },
    frame(channel: Channel, payload: Decoder) {
      for (const family of words) family.channels?.[channel]?.(payload)
    },
    settled() {
      for (const family of words) family.settled?.()
    },
    refused(error: RoomError) {
      for (const family of words) family.refused?.(error)
    },
    ended(error: RoomError) {
      for (const family of words) family.ended?.(error)
    },
  }
}

/** Resolves when the room has let the client in. Rejects with the RoomError that it refused with. */
export const openSession = async ({ socket, hello, words, ended }: SessionPlan): Promise<Session> => {
  let open: ReturnType<typeof createSession> | undefined
  const hearer: Hearer = {
    welcomed(welcome, line) {
      open = createSession(welcome, hello.session?.connectionId, line, words)
    },
    event: (type, body) => open?.event(type, body),
    session: (type, body) => open?.terms(type, body),
    frame: (channel, payload) => open?.frame(channel, payload),
    settled: () => open?.settled(),
    refused: (error) => open?.refused(error),
    ended(error) {
      open?.ended(error)
      ended(error)
    },
  }
  await openLine({ socket, hello, hearer })
  if (open === undefined) throw new RoomError('ROOM_UNAVAILABLE', 'The room has not greeted')
  return open.session
}
