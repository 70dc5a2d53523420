/**
 * Delivery: the one place that touches sockets to say something. What handlers and ticks announce is queued; the first
 * change after quiet goes out at once, later ones once per tick, packed into as few messages per socket as its dialect allows.
 * Each entry is encoded once per dialect. No timer is left when nothing moves.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { RoomConnection } from '../connections/connection.ts'
import type { Outgoing } from '../dialects/dialect.ts'
import { dialects } from '../dialects/index.ts'
import type { DeliveryKind } from '../feature.ts'
import { createFlow, markEveryBytes } from './flow-control.ts'
import { createSlowConsumers } from './slow-consumers.ts'
import { createTickInterval } from './tick-interval.ts'
import { createTransfers, type Parts, transferMaxBytes } from './transfers.ts'
import { createWaitingTimes } from './waiting-times.ts'

/** Answers above this are sent part by part. */
const largeAnswerBytes = 128 * 1024
/** A line that carries much all the time lets something through in this time. */
const busyMs = 10_000
/** So much is taken in between two ticks; with more the room speaks at once, whatever the tick. */
const waitingMaxBytes = 2 * 1024 * 1024
/** Nobody is sent an entry of their own that is larger. */
const ownMaxBytes = 64 * 1024

interface Entry {
  readonly outgoing: Outgoing
  /** `null`: everyone who follows the topic. */
  readonly target: RoomConnection | null
  readonly topic: string | null
  readonly exceptTopic: string | null
  /** Its place among the entries of its tick. */
  readonly order: number
  /** `reliable` is sent to a socket that is behind as well; the rest is made up for when it has caught up. */
  readonly kind: DeliveryKind
}

export interface Delivery {
  /** For everyone, or everyone who follows `topic`. A later entry with the same `key` replaces an earlier one of this tick. */
  announce(
    outgoing: Outgoing,
    options?: { topic?: string | undefined; exceptTopic?: string | undefined; kind?: DeliveryKind; key?: string },
  ): void
  tell(connection: RoomConnection, outgoing: Outgoing, kind?: DeliveryKind): void
  /** Gives an answer of about `bytes` to what `key` names: at once, or part by part as the connection reads. `parts` tells it what it has to say. */
  answer(connection: RoomConnection, key: string, bytes: number, parts: Parts): void
  /** A client says that so many bytes have arrived, or (`null`) that everything before its oldest mark has. */
  confirmed(connection: RoomConnection, bytes: number | null): void
  /** A client sends back the number that it was given. */
  proved(connection: RoomConnection, number: number): void
  /** Says something to a client without pings that it answers, if it follows anything. */
  ask(connection: RoomConnection): void
  /** Much is on its way to the connection, or may be on its way from it, and it was heard of lately: an answer of it may take a while. */
  isBusy(connection: RoomConnection): boolean
  /** A frame handler kept something for the tick. */
  collectLater(): void
  /** After every turn, of a message that came at `arrivedAt` or of something else: speaks at once if the room was quiet, otherwise leaves it to the running tick. */
  settle(messageBytes?: number, arrivedAt?: number): void
  /** Writes what was collected, and says it with what else is queued. */
  collect(): void
  /** Speaks now: whoever joins next has this in its snapshot. */
  flush(): void
  /** The room is gone: what is queued is never said, what was collected never written. */
  stop(): void
}

interface DeliveryParts {
  connections(): Iterable<RoomConnection>
  /** Runs every feature's tick; it announces through this delivery. */
  collect(): void
  /** Traffic ended. */
  quiet(): void
  /** From now on somebody misses what is not `reliable`. */
  fellBehind(connection: RoomConnection): void
  /** Queues what somebody missed. */
  caughtUp(connection: RoomConnection): void
  /** Something that a client without receipts answers, `null` when there is nothing to ask it. */
  mark(connection: RoomConnection): Outgoing | null
  /** The next tick comes in so many milliseconds. */
  ticked(waitMs: number): void
  close(connection: RoomConnection, error: RoomError): void
  clock(): number
}

export const createDelivery = (parts: DeliveryParts): Delivery => {
  let queue: (Entry | null)[] = []
  let keyed = new Map<string, number>()
  let collecting = false
  let received = 0
  let waitingBytes = 0
  let dueAt = 0
  let lateMs = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  const encoded = { native: new WeakMap<object, Uint8Array>(), yjs: new WeakMap<object, Uint8Array>() }

  const encode = (dialect: RoomConnection['dialect'], outgoing: Outgoing): Uint8Array | null => {
    // A feature may answer many with one frame object: that is encoded once for all of them.
    const key = outgoing.kind === 'frame' && outgoing.origin === 0 ? outgoing.frame : outgoing
    const known = encoded[dialect].get(key)
    if (known !== undefined) return known
    const bytes = dialects[dialect].encode(outgoing)
    if (bytes !== null) encoded[dialect].set(key, bytes)
    return bytes
  }

  const hears = ({ topics, behind }: RoomConnection, { topic, exceptTopic, kind }: Entry): boolean =>
    (topic === null || topics.has(topic)) &&
    (exceptTopic === null || !topics.has(exceptTopic)) &&
    (kind === 'reliable' || !behind)

  const messagesFor = (connection: RoomConnection, entries: readonly Entry[]): readonly Uint8Array[] => {
    const heard = entries.flatMap((entry) =>
      hears(connection, entry) ? (encode(connection.dialect, entry.outgoing) ?? []) : [],
    )
    return heard.length === 0 ? [] : dialects[connection.dialect].pack(heard)
  }

  /** What it has said itself is skipped by a client, or does no harm; on a slow line a large one would stand in the way of everything else. */
  const isOwnLarge = ({ number, dialect }: RoomConnection, { outgoing }: Entry): boolean =>
    'origin' in outgoing && outgoing.origin === number && (encode(dialect, outgoing)?.length ?? 0) > ownMaxBytes

  /** Sends to everyone and returns what it cost. Connections that hear the same share the same bytes. */
  const speak = (entries: readonly Entry[]): { sends: number; bytes: number } => {
    const common: Entry[] = []
    const own = new Map<RoomConnection, Entry[]>()
    for (const entry of entries) {
      const { target } = entry
      const list = target === null ? common : (own.get(target) ?? [])
      list.push(entry)
      if (target !== null) own.set(target, list)
    }
    const topics = [...new Set(common.flatMap(({ topic, exceptTopic }) => [topic ?? [], exceptTopic ?? []].flat()))]
    const shared = new Map<string, readonly Uint8Array[]>()
    const cost = { sends: 0, bytes: 0 }
    for (const connection of parts.connections()) {
      const { socket } = connection
      if (socket === null) continue
      let messages: readonly Uint8Array[]
      const mine = own.get(connection)
      const isHeardBy = (entry: Entry) => !isOwnLarge(connection, entry)
      if (mine !== undefined) {
        messages = messagesFor(
          connection,
          [...common, ...mine].filter(isHeardBy).sort((a, b) => a.order - b.order),
        )
      } else {
        const behind = connection.behind ? '-' : ''
        const key = topics.reduce(
          (all, topic) => all + (connection.topics.has(topic) ? '1' : '0'),
          connection.dialect + behind,
        )
        const known = shared.get(key)
        messages = known ?? messagesFor(connection, common)
        if (known === undefined) shared.set(key, messages)
        if (messages.some(({ length }) => length > ownMaxBytes) && !common.every(isHeardBy))
          messages = messagesFor(connection, common.filter(isHeardBy))
      }
      cost.sends += messages.length
      cost.bytes += sendAll(connection, messages)
    }
    return cost
  }

  const sendAll = (connection: RoomConnection, messages: readonly Uint8Array[]): number => {
    if (connection.socket === null || messages.length === 0) return 0
    let bytes = 0
    for (const message of messages) {
      bytes += message.length
      send(connection, connection.socket, message)
    }
    connection.spokenAt = parts.clock()
    slowConsumers.spoken(connection, bytes)
    return bytes
  }

  const send = (connection: RoomConnection, socket: WebSocket, message: Uint8Array) => {
    try {
      socket.send(message)
    } catch {
      // The socket is closing: its close event will tell the room.
      return
    }
    flow.sent(connection, message.length)
    connection.life.messagesOut += 1
    connection.life.bytesOut += message.length
    const { isMark, proof } = dialects[connection.dialect]
    const number = proof === undefined ? null : flow.nextProof(connection)
    if (proof !== undefined && number !== null) send(connection, socket, proof(number))
    if (isMark === undefined) return
    if (isMark(message)) flow.marked(connection)
    else if (flow.isMarkDue(connection)) sendMark(connection)
  }

  const sendMark = (connection: RoomConnection) => {
    const mark = parts.mark(connection)
    const bytes = mark === null ? null : encode(connection.dialect, mark)
    if (bytes !== null && connection.socket !== null) send(connection, connection.socket, bytes)
  }

  const collect = () => {
    if (!collecting) return
    collecting = false
    parts.collect()
  }

  const flush = () => {
    const collected = collecting
    waitingBytes = 0
    collect()
    const entries = queue.filter((entry) => entry !== null)
    queue = []
    keyed = new Map()
    if (entries.length === 0) {
      // Nobody hears of it, and no tick follows: a sign of life all the same.
      if (collected && timer === null) parts.quiet()
      waitingTimes.spoken(null)
      return
    }
    const spoken = speak(entries)
    if (timer !== null) clearTimeout(timer)
    const waitMs = pacer.next({ ...spoken, received, lateMs })
    const now = parts.clock()
    waitingTimes.spoken(now)
    dueAt = now + waitMs
    timer = setTimeout(tick, waitMs)
    parts.ticked(waitMs)
    lateMs = 0
    received = 0
  }

  const tick = () => {
    timer = null
    lateMs = parts.clock() - dueAt
    flush()
    if (timer === null) parts.quiet()
  }

  const enqueue = (entry: Omit<Entry, 'order'>) => queue.push({ ...entry, order: queue.length }) - 1
  const tell: Delivery['tell'] = (target, outgoing, kind = 'reliable') =>
    void enqueue({ outgoing, target, topic: null, exceptTopic: null, kind })
  const settle = () => {
    if (timer === null) flush()
  }

  const waitingTimes = createWaitingTimes()
  const pacer = createTickInterval(parts.clock)
  const flow = createFlow(parts.clock)
  const slowConsumers = createSlowConsumers({
    flow,
    allowance: (connection) => (transfers.isUnderWay(connection) ? transferMaxBytes : 0),
    fellBehind(connection) {
      parts.fellBehind(connection)
      if (dialects[connection.dialect].isMark !== undefined) sendMark(connection)
    },
    caughtUp(connection) {
      parts.caughtUp(connection)
      settle()
    },
    close: parts.close,
    clock: parts.clock,
  })
  const fail = (connection: RoomConnection, cause: unknown) => {
    const isRefusal = cause instanceof RoomError
    parts.close(connection, isRefusal ? cause : new RoomError('INTERNAL_ERROR', 'The room could not answer'))
  }
  const transfers = createTransfers({ flow, giveUp: slowConsumers.giveUp, fail, clock: parts.clock })

  /** A part goes out at once and alone: the tick of everyone else neither waits for it nor slows down. */
  const sendAlone = (connection: RoomConnection, make: () => boolean): boolean => {
    const first = queue.length
    const isMade = make()
    const entries = queue.splice(first).filter((entry) => entry !== null)
    sendAll(connection, messagesFor(connection, entries))
    return isMade
  }

  return {
    announce(outgoing, { topic, exceptTopic, kind = 'reliable', key } = {}) {
      const replaced = key === undefined ? undefined : keyed.get(key)
      if (replaced !== undefined) queue[replaced] = null
      const at = enqueue({ outgoing, target: null, topic: topic ?? null, exceptTopic: exceptTopic ?? null, kind })
      if (key !== undefined) keyed.set(key, at)
    },
    tell,
    answer(connection, key, bytes, { next, end }) {
      if (bytes > largeAnswerBytes) {
        return transfers.begin(connection, key, { next: () => sendAlone(connection, next), end })
      }
      while (next());
      end()
    },
    confirmed(connection, bytes) {
      if (bytes === null) {
        connection.answered = true
        if (!flow.answered(connection)) return slowConsumers.giveUp(connection)
      } else flow.received(connection, bytes)
      slowConsumers.confirmed(connection)
      transfers.confirmed(connection)
    },
    proved(connection, number) {
      flow.proved(connection, number)
      slowConsumers.confirmed(connection)
      transfers.confirmed(connection)
    },
    ask: sendMark,
    isBusy: (connection) =>
      (!connection.answered || flow.unconfirmed(connection) > markEveryBytes) &&
      Math.abs(parts.clock() - connection.heardAt) < busyMs,
    collectLater: () => {
      collecting = true
    },
    settle(messageBytes = 0, arrivedAt) {
      if (arrivedAt !== undefined) waitingTimes.arrived(arrivedAt)
      received += 1
      waitingBytes += messageBytes
      if (waitingBytes > waitingMaxBytes) flush()
      else settle()
    },
    collect,
    flush,
    stop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      transfers.stop()
      queue = []
      keyed = new Map()
      collecting = false
    },
  }
}
