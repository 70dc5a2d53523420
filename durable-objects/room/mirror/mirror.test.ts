/** When the room's copy goes to Postgres, and that nothing is taken for stored that is not: whatever fails, ends or changes meanwhile. */
import { runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { hold, moveClock, namedRoom, passTime, textUpdate } from '../../test/mirror-kit.ts'
import { actor, joinNative, roomSettings, until } from '../../test-kit.ts'
import type { Room } from '../room.ts'

const fail = async () => {
  throw new Error('Postgres does not answer')
}

const sorted = (text: string | null) => [...(text ?? '')].sort().join('')

test('changes go together after five quiet seconds', async () => {
  const room = namedRoom()
  await room.write('a')
  room.postgres.calls.length = 0
  await passTime(room.object(), 3_000)
  await room.write('b', 'notes')
  await passTime(room.object(), 2_500)
  expect(room.postgres.calls).toEqual([])
  await passTime(room.object(), 2_600)
  expect([room.copied(), room.copied('notes')]).toEqual(['a', 'b'])
  expect([...room.postgres.facts.keys()]).toEqual([1, 2])
  // Both documents, the room's own copy and what there is to tell, in one call.
  expect(room.postgres.calls).toEqual(['accept'])
  room.postgres.calls.length = 0
  await passTime(room.object(), 60_000)
  expect(room.postgres.calls).toEqual([])
})

test('what is large goes in a call of its own, and the rest together', async () => {
  const room = namedRoom()
  const sizes: number[] = []
  room.postgres.before = async (batch) => void sizes.push(batch?.items.length ?? 0)
  for (const [name, length] of Object.entries({ a: 400_000, b: 2_000_000, c: 400_000, d: 400_000 }))
    await room.write('x'.repeat(length), name)
  sizes.length = 0
  await passTime(room.object(), 5_100)
  // The room's own and a; b; c and d, with what there is to tell.
  expect(sizes).toEqual([2, 1, 2])
  expect(['a', 'b', 'c', 'd'].map((name) => room.copied(name)?.length)).toEqual([400_000, 2_000_000, 400_000, 400_000])
})

test('under constant writing the copy is never more than a minute behind', async () => {
  const room = namedRoom()
  const stepMs = 2_000
  const writtenAt: number[] = []
  let copies = 0
  for (let step = 0; step < 100; step++) {
    await room.write('x')
    writtenAt.push(Date.now())
    const before = room.postgres.copies.get('document/default')?.sequence
    await passTime(room.object(), stepMs)
    if (room.postgres.copies.get('document/default')?.sequence !== before) copies += 1
    const oldestMissing = writtenAt[room.copied()?.length ?? 0]
    // The alarm of this test rings every two seconds, a real one when it should.
    if (oldestMissing !== undefined) expect(Date.now() - oldestMissing).toBeLessThan(60_000 + stepMs)
  }
  // Constant writing is no reason to send all the time either: 200 s are three copies.
  expect(copies).toBe(3)
})

test('a clock set backwards puts nothing off', async () => {
  const room = namedRoom()
  await room.write('a')
  moveClock(-3_600_000)
  await room.write('b')
  await passTime(room.object(), 5_100)
  expect(sorted(room.copied())).toBe('ab')
})

test('what Postgres did not take is offered again after 10, 20, 40, then every 60 s, and is all there in the end', async () => {
  const room = namedRoom()
  await room.write('a')
  room.postgres.before = fail
  await passTime(room.object(), 5_100)
  expect(room.postgres.calls).toContain('accept')
  for (const waitMs of [10_000, 20_000, 40_000, 60_000, 60_000]) {
    room.postgres.calls.length = 0
    await passTime(room.object(), waitMs - 1_000)
    expect(room.postgres.calls).toEqual([])
    await passTime(room.object(), 1_100)
    expect(room.postgres.calls).toContain('accept')
  }
  expect(room.copied()).toBeNull()
  await room.write('b', 'notes')
  room.postgres.before = async () => {}
  await passTime(room.object(), 60_100)
  expect([room.copied(), room.copied('notes')]).toEqual(['a', 'b'])
})

test.each([
  ['before it was stored', 'before'],
  ['after it was stored, before it was confirmed', 'after'],
] as const)('a room that ends while its copy is on the way, %s, sends it again', async (_, hook) => {
  const room = namedRoom()
  await room.write('a')
  // The room's own copy goes first and is out of the way then.
  await passTime(room.object(), 5_100)
  await room.write('b')
  const held = hold(room, hook)
  const alarm = passTime(room.object(), 5_100).catch(() => 'ended')
  await held.reached()
  await room.crash()
  held.release()
  await alarm
  // Only what the room sends once more can be there.
  room.postgres.copies.delete('document/default')
  await passTime(room.object(), 10_100)
  expect(sorted(room.copied())).toBe('ab')
  room.postgres.calls.length = 0
  await passTime(room.object(), 60_000)
  expect(room.postgres.calls).toEqual([])
})

test('a piece that Postgres does not take holds up no other, and is offered again', async () => {
  const room = namedRoom()
  for (const name of ['awkward', 'default', 'notes']) await room.write(name, name)
  room.postgres.before = async (batch) => {
    if (batch?.items.some(({ key }) => key === 'awkward')) await fail()
  }
  await passTime(room.object(), 5_100)
  expect([room.copied('awkward'), room.copied(), room.copied('notes')]).toEqual([null, 'default', 'notes'])
  expect(room.postgres.facts.size).toBe(3)
  room.postgres.before = async () => {}
  await passTime(room.object(), 10_100)
  expect(room.copied('awkward')).toBe('awkward')
})

test('an answer that got lost costs a repeat and nothing else', async () => {
  const room = namedRoom()
  await room.write('a')
  room.postgres.after = fail
  await passTime(room.object(), 5_100)
  room.postgres.after = async () => {}
  await passTime(room.object(), 10_100)
  expect(room.copied()).toBe('a')
  await room.write('b')
  await passTime(room.object(), 5_100)
  expect(sorted(room.copied())).toBe('ab')
})

test.each(['before', 'after'] as const)(
  'a change while its document is on the way (%s it is stored) is not taken for sent',
  async (hook) => {
    const room = namedRoom()
    await room.write('a')
    await passTime(room.object(), 5_100)
    await room.write('b')
    const held = hold(room, hook)
    const alarm = passTime(room.object(), 5_100)
    await held.reached()
    await room.write('c')
    held.release()
    await alarm
    expect(sorted(room.copied())).toBe('ab')
    await passTime(room.object(), 5_100)
    expect(sorted(room.copied())).toBe('abc')
  },
)

test('[L11] a room that is erased and made anew while its copy is on the way owes nothing to the first one', async () => {
  const room = namedRoom()
  await room.write('first')
  await passTime(room.object(), 5_100)
  await room.write(' life')
  const held = hold(room, 'after')
  const alarm = passTime(room.object(), 5_100)
  await held.reached()
  await room.object().erase()
  room.makeAnew()
  room.postgres.before = async () => {}
  held.release()
  await room.write('second')
  await room.write('?')
  await alarm
  expect(room.copied()).toBeNull()
  await passTime(room.object(), 5_100)
  expect(sorted(room.copied())).toBe(sorted('second?'))
})

test('[L11] a room that is no longer registered stops offering its copy, until it changes', async () => {
  const room = namedRoom()
  await room.write('a')
  room.postgres.createdAt = null
  await passTime(room.object(), 5_100)
  room.postgres.calls.length = 0
  for (let n = 0; n < 5; n++) await passTime(room.object(), 60_000)
  expect(room.postgres.calls).toEqual([])
  // Postgres was set back to a day before the room, and mended: nothing has been thrown away.
  room.postgres.createdAt = 1
  await room.write('b')
  await passTime(room.object(), 5_100)
  expect(sorted(room.copied())).toBe('ab')
})

test('[EPH-1] of a room in memory nothing goes to Postgres, and nothing is asked there', async () => {
  const room = namedRoom()
  const address = { ...room.name(), settings: roomSettings({ persistence: 'memory', graceMs: 0 }) }
  const ada = await joinNative(room.object(), address)
  await room.object().moderate({ kind: 'access', userId: 'bob', access: 'read' }, address)
  await room.object().ask('documents.update', { name: 'default', update: textUpdate('secret') }, actor(address))
  ada.socket.close(1000)
  await until(() => ada.closed[0], 'the goodbye')
  for (let n = 0; n < 3; n++) {
    moveClock(5_100)
    await runInDurableObject(room.object(), (instance: Room) => instance.alarm())
  }
  expect(room.postgres.calls).toEqual([])
})
