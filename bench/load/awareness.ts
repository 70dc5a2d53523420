// Owns the cursor state that a person sends through Yjs awareness, and finding the states in what a server sends.
import type { ByteCursor } from './byte-cursor.ts'
import { clientFrame } from './socket.ts'

/** Called for each state in an awareness message: its Yjs client and the number that the author gave it. */
export type OnState = (client: number, sequence: number) => void

const messageAwareness = 1
const closingBrace = 0x7d
const zero = 0x30

/** A realistic editor state of about 100 bytes. `seq` comes last, so that it is read without parsing JSON. */
export const cursorState = (person: number, sequence: number): string => {
  const x = ((sequence * 7 + person * 13) % 19_200) / 10
  const y = ((sequence * 5 + person * 29) % 10_800) / 10
  return `{"user":{"name":"Person ${person}","color":"#30bced"},"cursor":{"x":${x},"y":${y}},"seq":${sequence}}`
}

const varUintBytes = (value: number) => {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return bytes
}

/** The finished WebSocket frame of one awareness state; `prefix` is what the dialect puts before a message. */
export const awarenessFrame = (prefix: Uint8Array, client: number, clock: number, state: string): Buffer => {
  const json = Buffer.from(state, 'latin1')
  const entry = [1, ...varUintBytes(client), ...varUintBytes(clock), ...varUintBytes(json.length)]
  const head = [messageAwareness, ...varUintBytes(entry.length + json.length), ...entry]
  return clientFrame(Buffer.concat([prefix, Buffer.from(head), json]))
}

const sequenceIn = (bytes: Uint8Array, start: number, end: number): number => {
  let at = end - 1
  if (bytes[at] === closingBrace) {
    let value = 0
    let scale = 1
    for (at--; at > start; at--) {
      const digit = (bytes[at] ?? 0) - zero
      if (digit < 0 || digit > 9) break
      value += digit * scale
      scale *= 10
    }
    if (scale > 1 && bytes[at] === 0x3a && bytes[at - 2] === 0x71) return value
  }
  const state: unknown = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString())
  return typeof state === 'object' && state !== null && 'seq' in state ? Number(state.seq) : -1
}

/** Reports every state in the body of an awareness message (after its type). Removals and foreign states are skipped. */
export const scanAwareness = (cursor: ByteCursor, onState: OnState): void => {
  cursor.varUint()
  const count = cursor.varUint()
  for (let i = 0; i < count; i++) {
    const client = cursor.varUint()
    cursor.varUint()
    const start = cursor.skipRun()
    const sequence = sequenceIn(cursor.bytes, start, cursor.at)
    if (sequence >= 0) onState(client, sequence)
  }
}
