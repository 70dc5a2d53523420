/**
 * Delivery: the one place that touches sockets to say something. What handlers and ticks announce is queued; the first
 * change after quiet goes out at once, later ones once per tick, packed into as few messages per socket as its dialect allows.
 * Each entry is encoded once per dialect. No timer is left when nothing moves.
 */
import { errors, RoomError } from '@syncforge/protocol/errors'
import type { RoomConnection } from './connection.ts'
import type { Outgoing } from './dialects/dialect.ts'
import { dialects } from './dialects/index.ts'
import { paceMs } from './pace.ts'

interface Entry {
  readonly outgoing: Outgoing
  /** `null`: everyone who follows the topic. */
  readonly target: RoomConnection | null
  readonly topic: string | null
  /** May be left out for a socket that is behind. */
  readonly latest: boolean
}

export interface Delivery {
  /** For everyone, or everyone who follows `topic`. A later entry with the same `key` replaces an earlier one of this tick. */
  announce(outgoing: Outgoing, options?: { topic?: string | undefined; latest?: boolean; key?: string }): void
  tell(connection: RoomConnection, outgoing: Outgoing): void
  /** A frame handler kept something for the tick. */
  collectLater(): void
  /** After every turn: speaks at once if the room was quiet, otherwise leaves it to the running tick. */
  settle(): void
  /** Speaks now: whoever joins next has this in its snapshot. */
  flush(): void
}

interface DeliveryParts {
  connections(): Iterable<RoomConnection>
  /** Runs every feature's tick; it announces through this delivery. */
  collect(): void
  /** Traffic ended. */
  quiet(): void
  /** Queues the current `latest` state for somebody who missed some. */
  catchUp(connection: RoomConnection): void
  close(connection: RoomConnection, error: RoomError): void
  clock(): number
}

/** More unsent bytes than this and a socket hears nothing `latest`; back under the lower mark it catches up. */
const behindAboveBytes = 512 * 1024
const caughtUpBelowBytes = 64 * 1024
/** A socket that reads nothing for this long, or lets this much pile up, is closed with a code that tells it to come back. */
const behindMaxMs = 20_000
const unsentMaxBytes = 64 * 1024 * 1024
/** Asking a socket costs a call into the runtime: not at every tick. */
const watchEveryMs = 100

export const createDelivery = (parts: DeliveryParts): Delivery => {
  let queue: (Entry | null)[] = []
  let keyed = new Map<string, number>()
  let collecting = false
  let anyBehind = false
  let received = 0
  let watchedAt = 0
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

  const hears = (connection: RoomConnection, entry: Entry): boolean =>
    entry.target === null
      ? (entry.topic === null || connection.topics.has(entry.topic)) && !(entry.latest && connection.behind !== null)
      : entry.target === connection

  const messagesFor = (connection: RoomConnection, entries: readonly Entry[]): readonly Uint8Array[] => {
    const heard = entries.flatMap((entry) =>
      hears(connection, entry) ? (encode(connection.dialect, entry.outgoing) ?? []) : [],
    )
    return heard.length === 0 ? [] : dialects[connection.dialect].pack(heard)
  }

  /** Sends to everyone and returns what it cost. Connections that hear the same share the same bytes. */
  const speak = (entries: readonly Entry[]): { sends: number; bytes: number } => {
    const topics = [...new Set(entries.flatMap(({ topic }) => topic ?? []))]
    const targets = new Set(entries.flatMap(({ target }) => target ?? []))
    const shared = new Map<string, readonly Uint8Array[]>()
    const cost = { sends: 0, bytes: 0 }
    for (const connection of parts.connections()) {
      const { socket } = connection
      if (socket === null) continue
      let messages: readonly Uint8Array[]
      if (targets.has(connection)) {
        messages = messagesFor(connection, entries)
      } else {
        const behind = connection.behind === null ? '' : '-'
        const key = topics.reduce(
          (all, topic) => all + (connection.topics.has(topic) ? '1' : '0'),
          connection.dialect + behind,
        )
        const known = shared.get(key)
        messages = known ?? messagesFor(connection, entries)
        if (known === undefined) shared.set(key, messages)
      }
      for (const message of messages) {
        cost.sends += 1
        cost.bytes += message.length
        send(socket, message)
      }
    }
    return cost
  }

  const send = (socket: WebSocket, message: Uint8Array) => {
    try {
      socket.send(message)
    } catch {
      // The socket is closing: its close event will tell the room.
    }
  }

  /** Marks sockets that fell behind or caught up. Returns whether anybody is behind, so that the tick goes on watching. */
  const watchSockets = (): boolean => {
    let someBehind = false
    const now = parts.clock()
    watchedAt = now
    for (const connection of parts.connections()) {
      if (connection.socket === null) continue
      // Some runtimes do not tell (`undefined`), or tell 0 for a socket that another worker passed on: nobody is behind there.
      const unsentBytes = connection.socket.bufferedAmount
      const { behind } = connection
      if (behind === null) {
        if (unsentBytes > behindAboveBytes) connection.behind = { unsentBytes, since: now }
      } else if (unsentBytes < caughtUpBelowBytes) {
        connection.behind = null
        parts.catchUp(connection)
      } else if (unsentBytes < behind.unsentBytes) {
        // A slow line that moves is no dead one: a large document may take minutes over it.
        connection.behind = { unsentBytes, since: now }
      } else if (now - behind.since > behindMaxMs || unsentBytes > unsentMaxBytes) {
        parts.close(connection, new RoomError('SLOW_CONSUMER', 'This connection does not read what it is sent'))
        continue
      }
      someBehind ||= connection.behind !== null
    }
    return someBehind
  }

  const flush = () => {
    if (collecting) {
      collecting = false
      parts.collect()
    }
    if (Math.abs(parts.clock() - watchedAt) >= watchEveryMs) anyBehind = watchSockets()
    const entries = queue.filter((entry) => entry !== null)
    queue = []
    keyed = new Map()
    if (entries.length === 0 && !anyBehind) return
    const spoken = speak(entries)
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(tick, paceMs({ ...spoken, received }))
    received = 0
  }

  const tick = () => {
    timer = null
    flush()
    if (timer === null) parts.quiet()
  }

  const enqueue = (entry: Entry) => queue.push(entry) - 1

  return {
    announce(outgoing, { topic, latest = false, key } = {}) {
      const replaced = key === undefined ? undefined : keyed.get(key)
      if (replaced !== undefined) queue[replaced] = null
      const at = enqueue({ outgoing, target: null, topic: topic ?? null, latest })
      if (key !== undefined) keyed.set(key, at)
    },
    tell: (target, outgoing) => void enqueue({ outgoing, target, topic: null, latest: false }),
    collectLater: () => {
      collecting = true
    },
    settle() {
      received += 1
      if (timer === null) flush()
    },
    flush,
  }
}

/** Closes a socket for an error: the code says whether to come back, the reason why. */
export const closeSocket = (socket: WebSocket, error: RoomError): void => {
  try {
    socket.close(errors[error.code].close, error.code)
  } catch {
    // Already closed by the other side.
  }
}
