/** Facts: what happened in a room, once each, in order, on their way to Postgres. No edit is one. */
import { runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { createKeyValues } from '../../actor/key-values.ts'
import { namedRoom, passTime, textUpdate } from '../../test/mirror-kit.ts'
import { actor, freshRoom, joinNative, roomOnDisk, until } from '../../test-kit.ts'
import type { Answer } from '../admission.ts'
import { createOutbox, outboxFastFacts, slowPerSecond } from './outbox.ts'

type NamedRoom = ReturnType<typeof namedRoom>

/** Everything that Postgres has heard, in the order of its sequence. */
const told = (room: NamedRoom) =>
  [...room.postgres.facts.values()].sort((a, b) => a.sequence - b.sequence).map(({ kind, body }) => ({ kind, body }))

const enter = (room: NamedRoom, userId: string, graceMs = 0) => {
  const { settings, ...address } = room.name()
  const user = { userId, userInfo: { name: userId.toUpperCase() }, verified: true }
  return joinNative(room.object(), { ...address, settings: { ...settings, graceMs, presenceTimeoutMs: 600_000 }, user })
}
const leave = async ({ socket, closed }: Awaited<ReturnType<typeof enter>>, code = 1000) => {
  socket.close(code)
  await until(() => closed[0], 'the goodbye')
}

test('a person comes once and goes once, however many tabs and lost lines there are; the last one empties the room', async () => {
  const room = namedRoom()
  const first = await enter(room, 'ada')
  const second = await enter(room, 'ada', 1_000)
  const bob = await enter(room, 'bob')
  await leave(first)
  // Facts alone do not keep a room from falling asleep.
  await passTime(room.object(), 29_000)
  expect(room.postgres.calls).toEqual(['restore'])
  await passTime(room.object(), 1_100)
  const came = [
    { kind: 'person.joined', body: { userId: 'ada', verified: true, name: 'ADA', key: null } },
    { kind: 'person.joined', body: { userId: 'bob', verified: true, name: 'BOB', key: null } },
  ]
  expect(told(room)).toEqual(came)

  // A lost line is no leave until its grace period is over.
  await leave(second, 4000)
  await leave(bob)
  await passTime(room.object(), 900)
  expect(told(room)).toEqual(came)
  await passTime(room.object(), 200)
  await passTime(room.object(), 30_100)
  expect(told(room)).toEqual([
    ...came,
    { kind: 'person.left', body: { userId: 'bob', verified: true, name: 'BOB' } },
    { kind: 'person.left', body: { userId: 'ada', verified: true, name: 'ADA' } },
    { kind: 'room.emptied', body: { userId: 'ada', verified: true } },
  ])
})

test('a document is told of when it is made, by whichever way, and versions when they are made or restored; edits are not', async () => {
  const room = namedRoom()
  const ada = await enter(room, 'ada')
  for (const text of ['a', 'b']) ada.update(textUpdate(text), 'by-socket')
  await until(() => ada.acked() === 2, 'the acks')
  for (const text of ['a', 'b']) await room.write(text, 'by-call')
  expect(await room.ask('documents.seed', { name: 'by-seed', update: textUpdate('s') })).toMatchObject({ ok: true })
  // Refused, and nothing came to be.
  expect(await room.ask('documents.update', { name: 'refused', update: Uint8Array.of(9, 9) })).toMatchObject({
    ok: false,
  })
  const created = (await room.ask('versions.create', { document: 'by-call', name: 'v' })) as Answer
  const { id } = (created.ok ? created.reply : {}) as { id: string }
  await room.write('c', 'by-call')
  expect(await room.ask('versions.restore', { id })).toMatchObject({ ok: true })
  await passTime(room.object(), 5_100)
  expect(told(room)).toEqual([
    { kind: 'person.joined', body: { userId: 'ada', verified: true, name: 'ADA', key: null } },
    { kind: 'document.created', body: { document: 'by-socket' } },
    { kind: 'document.created', body: { document: 'by-call' } },
    { kind: 'document.created', body: { document: 'by-seed' } },
    { kind: 'version.created', body: { document: 'by-call', id, name: 'v', by: { userId: 'rest', verified: true } } },
    { kind: 'version.restored', body: { document: 'by-call', id, by: { userId: 'rest', verified: true } } },
  ])
})

test('a document that came by a fork or a merge is told of once', async () => {
  const [room, fork] = [namedRoom(), namedRoom()]
  await room.write('a', 'first')
  const move = async (from: NamedRoom, to: NamedRoom) => {
    const packed = (await from.object().pack(from.name(), { version: null, keys: null }, null)) as Answer
    const content = (packed as { reply: unknown }).reply as ReadableStream<Uint8Array>
    expect(await to.object().unpack(content, actor(to.name()), to === fork)).toMatchObject({ ok: true })
  }
  await move(room, fork)
  await fork.write('b', 'second')
  for (let twice = 0; twice < 2; twice++) await move(fork, room)
  for (const one of [fork, room]) {
    await passTime(one.object(), 5_100)
    expect(told(one)).toEqual([
      { kind: 'document.created', body: { document: 'first' } },
      { kind: 'document.created', body: { document: 'second' } },
    ])
  }
})

test('[FA2] what Postgres may have heard is told again with the same sequence, in order, until it confirms', async () => {
  const room = namedRoom()
  await enter(room, 'ada')
  await passTime(room.object(), 30_100)
  room.postgres.after = async () => {
    throw new Error('the answer got lost')
  }
  await enter(room, 'bob')
  await passTime(room.object(), 30_100)
  room.postgres.after = async () => {}
  await enter(room, 'eve')
  await passTime(room.object(), 10_100)
  expect(told(room).map(({ body }) => (body as { userId: string }).userId)).toEqual(['ada', 'bob', 'eve'])
  await enter(room, 'zoe')
  await passTime(room.object(), 30_100)
  expect(room.postgres.batches).toEqual([[1], [2], [2, 3], [4]])
})

test('a room that was restored goes on counting where Postgres is', async () => {
  const room = namedRoom()
  for (const userId of ['ada', 'bob', 'eve']) await enter(room, userId)
  await passTime(room.object(), 30_100)
  expect([...room.postgres.facts.keys()]).toEqual([1, 2, 3])
  room.loseStorage()
  await enter(room, 'zoe')
  await passTime(room.object(), 30_100)
  expect(room.postgres.facts.get(4)).toMatchObject({ kind: 'person.joined', body: { userId: 'zoe' } })
})

test('[FA3] while a reader stays away nothing is dropped: past a bound the room takes on little that it would have to tell', async () => {
  await runInDurableObject(freshRoom(), (_, { storage }) => {
    const disk = roomOnDisk(storage)
    const logged: unknown[] = []
    const outbox = createOutbox({
      sql: disk.sql,
      values: createKeyValues(disk.sql),
      readers: ['postgres', 'organization'],
      changed: () => {},
      log: (event, detail) => logged.push([event, detail]),
    })
    const append = (body: number) => disk.transactionSync(() => outbox.append([{ kind: 'told', body }], body))
    for (let n = 1; n < outboxFastFacts; n++) append(n)
    for (let n = 0; n < 9; n++) outbox.requirePace(1_000)
    append(outboxFastFacts)
    outbox.confirm('organization', outboxFastFacts)
    const allowed = (now: number) => {
      const tries = Array.from({ length: 9 }, () => {
        try {
          outbox.requirePace(now)
          return 1
        } catch (error) {
          expect(error).toMatchObject({ code: 'ROOM_UNAVAILABLE' })
          return 0
        }
      })
      return tries.filter((one) => one === 1).length
    }
    expect([allowed(2_000), allowed(2_900), allowed(3_000)]).toEqual([slowPerSecond, 0, slowPerSecond])
    expect(logged).toEqual([['facts_wait', { waiting: outboxFastFacts, slowPerSecond }]])
    append(outboxFastFacts + 1)
    expect(outbox.peek('postgres', 1)[0]).toMatchObject({ sequence: 1, body: 1 })
    expect(outbox.peek('postgres', outboxFastFacts * 2)).toHaveLength(outboxFastFacts + 1)
    expect(outbox.peek('organization', 10)).toHaveLength(1)
    outbox.confirm('postgres', 2)
    expect(allowed(4_000)).toBe(9)
    expect(outbox.waiting()).toBe(outboxFastFacts - 1)
  })
})

test('[FA3] past the bound a client and a newcomer hear ROOM_UNAVAILABLE, edits go on, and all is told when the reader is back', async () => {
  const room = namedRoom()
  const ada = await enter(room, 'ada')
  expect(await room.write('a')).toBe('ok')
  let isAway = true
  room.postgres.before = async () => {
    if (isAway) throw new Error('Postgres is away')
  }
  await runInDurableObject(room.object(), (_, { storage }) => {
    storage.sql.exec(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${outboxFastFacts})
      INSERT INTO room_fact (sequence, kind, body, at)
      SELECT (SELECT max(sequence) FROM room_fact) + i, 'document.created', '{"document":"told"}', 1 FROM n`,
    )
  })
  let asked = 0
  const codes = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        asked += 1
        const { error } = await ada.ask('versions.create', { document: 'default', name: `v${asked}` })
        return error?.code ?? 'made'
      }),
    )
  const first = await codes(20)
  expect(first.filter((code) => code === 'ROOM_UNAVAILABLE').length).toBeGreaterThan(10)
  expect(first.filter((code) => code === 'made').length).toBeGreaterThanOrEqual(slowPerSecond)
  const newcomer = async () => {
    const ends = await Promise.all(
      ['bob', 'eve', 'zoe'].map((userId) => enter(room, `${userId}-${asked++}`).then(() => 'in', String)),
    )
    return ends.join()
  }
  await expect.poll(newcomer, { timeout: 15_000 }).toContain('ROOM_UNAVAILABLE')
  expect(await room.write('b')).toBe('ok')

  isAway = false
  const wait = async () => {
    await passTime(room.object(), 31_000)
    return (await room.object().health()).factsWaiting
  }
  await expect.poll(wait, { timeout: 30_000 }).toBeLessThan(100)
  expect(new Set(await codes(5))).toEqual(new Set(['made']))
  const sequences = [...room.postgres.facts.keys()].sort((a, b) => a - b)
  expect(sequences).toEqual(sequences.map((_, index) => index + 1))
  expect(sequences.length).toBeGreaterThan(outboxFastFacts)
}, 60_000)

test('a call by REST is nobody who comes or goes', async () => {
  const room = namedRoom()
  await room.object().ask('presence.list', {}, actor(room.name()))
  await passTime(room.object(), 5_100)
  expect(told(room)).toEqual([])
})
