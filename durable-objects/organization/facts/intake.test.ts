/** The prompt way of facts: from a room to its organization within a second, once each, in order, whatever dies on the way. */
import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { roomObjectName } from '../../room/admission.ts'
import type { OutboxEntry } from '../../room/facts/outbox.ts'
import type { FactBatch } from '../../room/facts/target.ts'
import { joinNative, roomSettings, until } from '../../test-kit.ts'
import type { Organization } from '../organization.ts'

const freshOrganization = () => {
  const organizationId = createId('org')
  const object = () => env.ORGANIZATION.getByName(organizationId)
  const room = (roomId: string) => env.ROOM.getByName(roomObjectName(organizationId, roomId))
  const batch = (entries: readonly OutboxEntry[], life = 'fact_life', roomId = 'a'): FactBatch => ({
    room: { organizationId, roomId, createdAt: 1 },
    life,
    isEphemeral: false,
    entries,
  })
  return {
    object,
    room,
    batch,
    join: (roomId: string, userId: string, persistence: 'durable' | 'memory' = 'durable') =>
      joinNative(room(roomId), {
        organizationId,
        roomId,
        credential: 'key_one',
        hello: { userId, userInfo: { name: 'A Name' } },
        settings: roomSettings({ graceMs: 0, persistence }),
      }),
    tell: (...told: Parameters<typeof batch>) => object().takeFacts(batch(...told)),
    rows: (query: string) =>
      runInDurableObject(object(), (_: Organization, { storage }) => storage.sql.exec(query).toArray()),
    people: async () => (await object().usage()).people,
  }
}

const joined = (sequence: number, userId: string, at = Date.now(), verified = true): OutboxEntry => ({
  sequence,
  at,
  kind: 'person.joined',
  body: { userId, verified, name: '', key: 'key_one' },
})

test('[FA1] who comes is counted within a second, without an alarm, in durable rooms and in those in memory', async () => {
  const { join, people } = freshOrganization()
  await join('a', 'ada')
  await join('m', 'bob', 'memory')
  const before = Date.now()
  await until(async () => (await people()) === 2, 'both')
  // An alarm for what was left behind would come after five.
  expect(Date.now() - before).toBeLessThan(3_000)
})

test('[FA2] what is told again, in part or as a whole, changes nothing; a room made anew begins anew', async () => {
  const { tell, rows, people } = freshOrganization()
  await tell([joined(1, 'ada'), joined(2, 'bob')])
  await tell([joined(1, 'ada'), joined(2, 'bob')])
  await tell([joined(2, 'bob'), joined(3, 'ada')])
  await tell([joined(1, 'ada')], 'fact_other')
  expect(await people()).toBe(2)
  expect(await rows("SELECT joins FROM organization_usage WHERE kind = 'room' AND span = 'month'")).toEqual([
    { joins: 4 },
  ])
})

test('[FC1] a call that a consumer refuses leaves nothing behind and is taken when it comes again', async () => {
  const { tell, batch, object, people } = freshOrganization()
  const broken = { sequence: 2, at: Date.now(), kind: 'person.joined', body: null }
  const refusal = await runInDurableObject(object(), (instance: Organization) =>
    instance.takeFacts(batch([joined(1, 'ada'), broken])).catch(String),
  )
  expect(refusal).toContain('TypeError')
  expect(await people()).toBe(0)
  await tell([joined(1, 'ada'), joined(2, 'bob')])
  expect(await people()).toBe(2)
})

test('what a room could not tell before it died it tells when it wakes, and its rows go when both readers have them', async () => {
  const { join, room, people } = freshOrganization()
  await join('a', 'ada')
  await until(async () => (await people()) === 1, 'ada')
  await runInDurableObject(room('a'), (_, { storage }) => {
    // As if the call had never been made.
    storage.sql.exec("DELETE FROM actor_value WHERE key = 'outbox.readers'")
    storage.sql.exec(
      `INSERT INTO room_fact (sequence, kind, body, at)
      SELECT 9, 'person.joined', replace(body, 'ada', 'bob'), at FROM room_fact LIMIT 1`,
    )
  })
  await abortAllDurableObjects()
  await join('a', 'eve')
  await until(async () => (await people()) === 3, 'all of them')
})

test('[FA2] whoever comes while the last call ends is told although the room dies then', async () => {
  const { join, room } = freshOrganization()
  const untold = `SELECT count(*) AS untold FROM room_fact WHERE kind = 'person.joined' AND sequence >
    (SELECT coalesce(max(json_extract(value, '$.organization')), 0) FROM actor_value WHERE key = 'outbox.readers')`
  const unsafe: string[] = []
  // Calls gather for a moment: some of these come in it.
  for (let n = 0; n < 30; n += 1) {
    await join('a', `person-${n}`)
    await runInDurableObject(room('a'), (_, { storage }) => {
      const waits = storage.sql.exec<{ untold: number }>(untold).one().untold
      const wakeups = storage.sql.exec<{ value: string }>("SELECT value FROM actor_value WHERE key = 'wakeups'").one()
      if (waits > 0 && !wakeups.value.includes('"room.facts"')) unsafe.push(`person-${n}`)
    })
    await scheduler.wait(n)
  }
  expect(unsafe).toEqual([])
})

test('of a room in memory nobody hears what people are called or do', async () => {
  const { join, room, rows, people } = freshOrganization()
  const ada = await join('m', 'ada', 'memory')
  await until(async () => (await people()) === 1, 'ada')
  ada.socket.close(1000)
  await until(() => ada.closed[0], 'the goodbye')
  const tables = await rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'organization_*'")
  const held = await Promise.all(tables.map(({ name }) => rows(`SELECT * FROM ${String(name)}`)))
  expect(held.flat().length).toBeGreaterThan(3)
  expect(JSON.stringify(held)).not.toMatch(/ada|A Name/)
  await until(async () => (await room('m').health()).factsWaiting === 0, 'all of it')
})

test('[CN1] [CN2] a person counts once a month, proven and claimed apart, in the month of the join itself', async () => {
  const { tell, rows } = freshOrganization()
  const november = Date.UTC(2026, 10, 30, 23, 59, 59, 999)
  await tell([
    joined(1, 'ada', november),
    joined(2, 'ada', november + 1),
    // The clock was set back.
    joined(3, 'ada', november),
    joined(4, 'ada', november, false),
    joined(5, 'bob', november + 2),
  ])
  const months =
    "SELECT start, people, verified FROM organization_usage WHERE span = 'month' AND kind = 'organization' ORDER BY start"
  expect(await rows(months)).toEqual([
    { start: Date.UTC(2026, 10), people: 2, verified: 1 },
    { start: Date.UTC(2026, 11), people: 2, verified: 2 },
  ])
  const hours =
    "SELECT start, joins FROM organization_usage WHERE span = 'hour' AND kind = 'organization' ORDER BY start"
  expect(await rows(hours)).toEqual([
    { start: Date.UTC(2026, 10, 30, 23), joins: 3 },
    { start: Date.UTC(2026, 11, 1), joins: 2 },
  ])
})
