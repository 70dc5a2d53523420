/** Owns what was heard on the wire lately: the frames, how long answers took, and what waits for one. Everything has a bound. */
import { type Frame, readFrames, type Way } from './frames.ts'
import type { Tap, WireData } from './wire.ts'

export interface RecordedFrame extends Frame {
  readonly id: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly room: string
}

/** A question: a kind of message, or an edit of a document. */
export interface Asked {
  readonly what: string
  readonly document?: string
}

export interface Waiting extends Asked {
  readonly room: string
  /** On the clock of `performance.now()`. */
  readonly since: number
}

export interface RoundTrip extends Asked {
  readonly ms: number
}

export interface WireRecord extends Tap {
  frames(): readonly RecordedFrame[]
  /** The last hundred, the newest first. */
  roundTrips(): readonly RoundTrip[]
  waiting(): readonly Waiting[]
  /** Names of documents that were spoken of in a room. */
  documents(room: string): readonly string[]
  clear(): void
}

const mostFrames = 500
const mostTrips = 100
const mostWaiting = 1_000
const mostDocuments = 200

/** Which room a connection is in; what else its address says is nobody's business. */
const roomOf = ({ url }: WebSocket): string => {
  const [, room] = /\/rooms\/([^/]+)\/socket/.exec(url) ?? []
  return room === undefined ? 'inbox' : decodeURIComponent(room)
}

export const createRecord = (changed: () => void): WireRecord => {
  let frames: RecordedFrame[] = []
  let trips: RoundTrip[] = []
  let last = 0
  const open = new Map<WebSocket, Map<string, Waiting>>()
  const documents = new Map<string, Set<string>>()

  const waitingOf = (socket: WebSocket) => {
    const waiting = open.get(socket) ?? new Map<string, Waiting>()
    open.set(socket, waiting)
    return waiting
  }
  const answered = (waiting: Map<string, Waiting>, key: string) => {
    const asked = waiting.get(key)
    if (!asked) return
    waiting.delete(key)
    const { what, document } = asked
    trips = [
      { what, ...(document !== undefined && { document }), ms: performance.now() - asked.since },
      ...trips.slice(0, mostTrips - 1),
    ]
  }
  /** What a frame out waits for, or a frame in answers. */
  const follow = (socket: WebSocket, { way, kind, ref, document, seq }: Frame) => {
    const waiting = waitingOf(socket)
    const ask = (key: string, asked: Asked) => {
      if (waiting.size < mostWaiting) waiting.set(key, { ...asked, room: roomOf(socket), since: performance.now() })
    }
    if (way === 'out') {
      if (kind === 'ping') ask('ping', { what: 'ping' })
      if (kind === 'hello') ask('hello', { what: 'hello' })
      if (ref !== undefined) ask(`ref ${ref}`, { what: kind })
      if (seq !== undefined) ask(`seq ${document} ${seq}`, { what: kind, document: document ?? 'default' })
      return
    }
    if (kind === 'pong') answered(waiting, 'ping')
    if (kind === 'welcome') answered(waiting, 'hello')
    if (ref !== undefined) answered(waiting, `ref ${ref}`)
    if (kind !== 'document ack' && kind !== 'document refused') return
    // Said of every edit up to this one.
    const prefix = `seq ${document} `
    for (const key of [...waiting.keys()]) {
      if (key.startsWith(prefix) && Number(key.slice(prefix.length)) <= (seq ?? 0)) answered(waiting, key)
    }
  }
  const add = (socket: WebSocket, way: Way, data: WireData) => {
    const room = roomOf(socket)
    for (const frame of readFrames(way, data)) {
      frames.push({ ...frame, id: ++last, at: Date.now(), room })
      follow(socket, frame)
      if (frame.document === undefined) continue
      const names = documents.get(room) ?? new Set<string>()
      if (names.size < mostDocuments) documents.set(room, names.add(frame.document))
    }
    if (frames.length > mostFrames) frames = frames.slice(-mostFrames)
    changed()
  }

  return {
    sent: (socket, data) => add(socket, 'out', data),
    heard: (socket, data) => add(socket, 'in', data),
    closed(socket) {
      open.delete(socket)
      changed()
    },
    frames: () => frames,
    roundTrips: () => trips,
    waiting: () => [...open.values()].flatMap((waiting) => [...waiting.values()]),
    documents: (room) => [...(documents.get(room) ?? [])],
    clear() {
      frames = []
      trips = []
      changed()
    },
  }
}
