/** What awareness may take in a room, and what it may cost to tell everybody. */
import { DocumentKind, encodeAwarenessMessage, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { Channel } from '@syncforge/protocol/frames'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { freshRoom, joinNative, until } from '../../../test-kit.ts'
import { createDepartedIds } from './departed.ts'

type Native = Awaited<ReturnType<typeof joinNative>>

const awarenessUpdate = (entries: readonly (readonly [clientId: number, clock: number, state: unknown])[]) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const [clientId, clock, state] of entries) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, JSON.stringify(state))
    }
  })
const publish = (from: Native, entries: Parameters<typeof awarenessUpdate>[0], name = 'default') =>
  from.socket.send(encodeAwarenessMessage({ name, update: awarenessUpdate(entries) }))

const updatesAt = (viewer: Native) =>
  viewer.frames().flatMap((frame) => (frame.channel === Channel.awareness ? [frame.message.update] : []))
/** The states as a client has them that has applied whatever it heard. */
const statesAt = (viewer: Native) => {
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState(null)
  for (const update of updatesAt(viewer)) applyAwarenessUpdate(awareness, update, 'room')
  const states = new Map<number, unknown>(awareness.getStates())
  awareness.destroy()
  return states
}
const viewerOf = async (room: ReturnType<typeof freshRoom>, options: Parameters<typeof joinNative>[1] = {}) => {
  const viewer = await joinNative(room, options)
  viewer.step1()
  await until(() => viewer.documentMessages(DocumentKind.step2).length, 'the document')
  return viewer
}

const state = 's'.repeat(60_000)
/** As many large states as one connection may have. */
const fourStates = (person: number, clock = 1) =>
  Array.from({ length: 4 }, (_, n) => [person * 10 + n, clock, state] as const)

test('one connection has 256 KiB of awareness at most, over all documents, counted as they travel; what is more is refused whole', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const viewer = await viewerOf(room)
  publish(ada, fourStates(1))
  // Three bytes each.
  publish(ada, [[20, 1, '計'.repeat(8_000)]], 'other')
  await until(() => ada.errors().length === 1, 'the refusal')
  expect(ada.errors()[0]?.error).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { maxBytes: 256 * 1024 } })
  publish(ada, [[21, 1, 'fits']])
  await until(() => statesAt(viewer).get(21) === 'fits', 'the small one')
  expect([...statesAt(viewer).keys()].sort()).toEqual([10, 11, 12, 13, 21])
  // An id named twice, first small, then large, is counted as what it becomes.
  publish(ada, [
    [21, 2, 'x'],
    [21, 3, state],
  ])
  await until(() => ada.errors().length === 2, 'the refusal')
  // What is given up is free again.
  publish(ada, [[10, 2, null]])
  publish(ada, [[21, 4, state]])
  await until(() => String(statesAt(viewer).get(21)).length === state.length, 'the large one')
  expect(ada.closed).toEqual([])
})

test('the states of a room have a bound together; a caret of ordinary size always fits, and goes with its owner', async () => {
  const room = freshRoom()
  const crowd = await Promise.all(Array.from({ length: 19 }, () => joinNative(room)))
  for (const [person, client] of crowd.entries()) {
    publish(client, fourStates(person + 1))
    // Each is judged before the next comes.
    await client.ask('presence.list', {})
  }
  const refused = crowd.filter((client) => client.errors().length > 0)
  expect(refused.length).toBe(2)
  expect(refused[0]?.errors()[0]?.error).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { maxBytes: 4 * 2 ** 20 } })
  const [late, viewer] = [await joinNative(room), await viewerOf(room)]
  publish(late, [[999, 1, { name: 'Late', caret: 7 }]])
  await until(() => statesAt(viewer).has(999), 'the ordinary caret')
  expect(statesAt(viewer).size).toBe(17 * 4 + 1)
  for (const update of updatesAt(viewer)) expect(update.length).toBeLessThan(330 * 1024)
  crowd[0]?.socket.close(1000)
  await until(() => !statesAt(viewer).has(10), 'the leave')
  publish(refused[0] as Native, fourStates(50))
  await until(() => statesAt(viewer).has(500), 'there is room again')
  expect([...crowd.slice(1), late, viewer].flatMap(({ closed }) => closed)).toEqual([])
})

test('what changes faster than it can be told is told as it is at last, in messages of a bounded size', async () => {
  const room = freshRoom()
  const viewer = await viewerOf(room)
  const crowd = await Promise.all(Array.from({ length: 8 }, () => joinNative(room)))
  const rounds = 12
  for (let clock = 1; clock <= rounds; clock++) {
    for (const [person, client] of crowd.entries()) {
      const entries = fourStates(person + 1).map(([id, , text]) => [id, clock, { clock, text }] as const)
      publish(client, entries)
    }
  }
  await until(
    () => {
      const states = [...statesAt(viewer).values()] as { clock?: number }[]
      return states.length === 32 && states.every(({ clock }) => clock === rounds)
    },
    'the newest of everybody',
    20_000,
  )
  const told = updatesAt(viewer)
  expect(Math.max(...told.map(({ length }) => length))).toBeLessThan(330 * 1024)
  const saidBytes = rounds * crowd.length * 4 * state.length
  expect(told.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(saidBytes)
  expect(viewer.closed).toEqual([])
})

test('ids that come and go are remembered in a bounded number, the newest', () => {
  let now = 1_000_000
  const departed = createDepartedIds(() => now)
  for (let id = 0; id < 30_000; id++) departed.add(1, id, id)
  expect([departed.clockOf(1, 0), departed.clockOf(1, 9_999)]).toEqual([null, null])
  expect([departed.clockOf(1, 10_000), departed.clockOf(1, 29_999)]).toEqual([10_000, 29_999])
  expect(departed.clockOf(2, 29_999)).toBe(null)
  now += 59_000
  departed.add(2, 7, 3)
  now += 2_000
  expect([departed.clockOf(1, 29_999), departed.clockOf(2, 7)]).toEqual([null, 3])
  now -= 3_600_000
  departed.add(2, 8, 4)
  expect([departed.clockOf(2, 8), departed.clockOf(1, 29_998)]).toEqual([4, null])
})

test('[DO7] an echo does not bring back who has left, however many have left since', async () => {
  const room = freshRoom()
  const [ada, echo, viewer] = [await joinNative(room), await joinNative(room), await viewerOf(room)]
  publish(ada, [[1, 5, 'ada']])
  await until(() => statesAt(viewer).get(1) === 'ada', 'ada')
  ada.socket.close(1000)
  await until(() => !statesAt(viewer).has(1), 'the leave')
  for (let round = 0; round < 100; round++) {
    const ids = Array.from({ length: 16 }, (_, n) => 1_000 + round * 16 + n)
    publish(
      echo,
      ids.map((id) => [id, 1, 'x'] as const),
    )
    publish(
      echo,
      ids.map((id) => [id, 2, null] as const),
    )
  }
  publish(echo, [[1, 5, 'ada']])
  publish(echo, [[2, 1, 'after']])
  await until(() => statesAt(viewer).get(2) === 'after', 'what came after the echo')
  expect(statesAt(viewer).size).toBe(1)
  expect(echo.errors()).toEqual([])
})

test('an awareness update that cannot be read keeps nothing and its connection goes on', async () => {
  const room = freshRoom()
  const [ada, viewer] = [await joinNative(room), await viewerOf(room)]
  ada.socket.send(encodeAwarenessMessage({ name: 'default', update: Uint8Array.of(200, 1, 1) }))
  await until(() => ada.errors()[0]?.error?.code === 'MALFORMED_MESSAGE', 'the refusal')
  ada.socket.send(encodeDocumentMessage({ kind: DocumentKind.step1, name: 'default', stateVector: Uint8Array.of(0) }))
  publish(ada, [[1, 1, 'ada']])
  await until(() => statesAt(viewer).get(1) === 'ada', 'ada')
})
