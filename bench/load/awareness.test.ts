import assert from 'node:assert/strict'
import { test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { awarenessFrame, cursorState, scanAwareness } from './awareness.ts'
import { ByteCursor } from './byte-cursor.ts'

const roomAwareness = () => {
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState(null)
  return awareness
}

const scan = (body: Uint8Array) => {
  const states: [number, number][] = []
  const length = [body.length & 0x7f, body.length >> 7]
  const bytes = Buffer.concat([Buffer.from([(length[0] ?? 0) | 0x80, length[1] ?? 0]), body])
  scanAwareness(new ByteCursor(bytes), (client, sequence) => states.push([client, sequence]))
  return states
}

/** What is inside a client frame with a one-byte or two-byte length and a zero mask. */
const payloadOf = (frame: Buffer) => frame.subarray((frame[1] ?? 0) === 0xfe ? 8 : 6)

test('y-protocols understands the frames', () => {
  const awareness = roomAwareness()
  const payload = payloadOf(awarenessFrame(new Uint8Array(), 0x2000_0005, 42, cursorState(5, 41)))
  const cursor = new ByteCursor(payload)
  assert.equal(cursor.varUint(), 1)
  applyAwarenessUpdate(awareness, cursor.run(), 'test')
  assert.equal(awareness.getStates().get(0x2000_0005)?.seq, 41)
  assert.equal(awareness.meta.get(0x2000_0005)?.clock, 42)
  awareness.destroy()
})

test('states that a server packs together are all found, with the numbers of their authors', () => {
  const awareness = roomAwareness()
  for (const [client, sequence] of [
    [1, 9],
    [2, 0],
    [300_000, 12_345],
  ] as const) {
    const cursor = new ByteCursor(payloadOf(awarenessFrame(new Uint8Array(), client, 1, cursorState(client, sequence))))
    cursor.varUint()
    applyAwarenessUpdate(awareness, cursor.run(), 'test')
  }
  assert.deepEqual(scan(encodeAwarenessUpdate(awareness, [1, 2, 300_000])), [
    [1, 9],
    [2, 0],
    [300_000, 12_345],
  ])
  awareness.destroy()
})

test('a number is found wherever a server puts it, and removals are skipped', () => {
  const awareness = roomAwareness()
  awareness.states.set(8, { seq: 77, user: { name: 'last' } })
  awareness.meta.set(8, { clock: 3, lastUpdated: 0 })
  awareness.meta.set(9, { clock: 4, lastUpdated: 0 })
  assert.deepEqual(scan(encodeAwarenessUpdate(awareness, [8, 9])), [[8, 77]])
  awareness.destroy()
})

test('a state is about as large as an editor sends', () => {
  const { length } = cursorState(123, 100)
  assert.ok(length >= 80 && length <= 120, `${length} bytes`)
})
