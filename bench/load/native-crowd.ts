// Owns a crowd whose cursors travel on SyncForge's native protocol, written and read with the protocol package itself.
import { Channel, encodeCursorMessage, readCursorsFrame, readPack } from '@syncforge/protocol/frames'
import { subprotocol } from '@syncforge/protocol/version'
import { createDecoder, readUint8 } from 'lib0/decoding'
import type { Crowd } from './crowd.ts'
import type { Target } from './job.ts'
import { BenchSocket, clientFrame } from './socket.ts'

const textOpcode = 1
const welcomedWithinMs = 30_000
/** A cursor has no room for a number of its own: x carries it, at the size of an ordinary screen coordinate. */
const firstX = 1_000

interface Welcome {
  readonly type: string
  readonly body: { readonly self: { readonly number: number } }
}

const isWelcome = (value: unknown): value is Welcome =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'welcome'

export const nativeCrowd = ({ url }: Target): Crowd => {
  const personByNumber = new Map<number, number>()

  const readCursors = (payload: Uint8Array, saw: (person: number, sequence: number) => void) => {
    for (const { frame } of readPack(payload)) {
      const decoder = createDecoder(frame)
      if (readUint8(decoder) !== Channel.cursors) continue
      for (const [number, cursor] of readCursorsFrame(decoder)) {
        const person = personByNumber.get(number)
        if (person !== undefined && cursor !== null) saw(person, cursor.x - firstX)
      }
    }
  }

  return {
    open(person, saw) {
      const welcomed = Promise.withResolvers<void>()
      welcomed.promise.catch(() => {})
      const timer = setTimeout(() => welcomed.reject(new Error('no welcome in time')), welcomedWithinMs)
      const socket = new BenchSocket(
        url,
        {
          message(payload, isText) {
            if (!isText) return readCursors(payload, saw)
            const envelope: unknown = JSON.parse(Buffer.from(payload).toString())
            if (!isWelcome(envelope)) return
            personByNumber.set(envelope.body.self.number, person)
            clearTimeout(timer)
            welcomed.resolve()
          },
        },
        [subprotocol],
      )
      const hello = { type: 'hello', body: { userId: `person-${person}`, userInfo: { name: `Person ${person}` } } }
      socket.opened.then(
        () => socket.send(clientFrame(Buffer.from(JSON.stringify(hello)), textOpcode)),
        (error: unknown) => {
          clearTimeout(timer)
          welcomed.reject(error)
        },
      )
      return { socket, synced: welcomed.promise }
    },
    frame: (person, sequence) => clientFrame(encodeCursorMessage({ x: firstX + sequence, y: 300 + (person % 500) })),
  }
}
