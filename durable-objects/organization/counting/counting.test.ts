/** What is counted by whom, and what is no longer kept of it, on a clock that the test moves. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { moveClock } from '../../test/mirror-kit.ts'
import type { Organization } from '../organization.ts'

const dayMs = 86_400_000

interface Joined {
  readonly userId: string
  readonly verified?: boolean
  readonly at?: number
  readonly isEphemeral?: boolean
}

const freshOrganization = () => {
  const organizationId = createId('org')
  const object = () => env.ORGANIZATION.getByName(organizationId)
  const room = { organizationId, roomId: 'a', createdAt: 1 }
  let sequence = 0
  let revision = 0
  return {
    object,
    join({ userId, verified = true, at = Date.now(), isEphemeral = false }: Joined) {
      sequence += 1
      const body = { userId, verified, name: '', key: 'key_one' }
      const entries = [{ sequence, kind: 'person.joined', body, at }]
      return object().takeFacts({ room, life: isEphemeral ? 'memory' : 'durable', isEphemeral, entries })
    },
    /** So many are in the room now. */
    here(people: number) {
      revision += 1
      return object().report({ room, revision, total: people, connections: people, people: [], isEphemeral: false })
    },
    rows: (query: string) =>
      runInDurableObject(object(), (_: Organization, { storage }) => storage.sql.exec(query).toArray()),
    isCounted: (userId: string) => object().isCounted({ userId, verified: true }),
    /** What is due by now. */
    ring: () => runDurableObjectAlarm(object()),
    /** So many days pass, in which the clock is looked at each day. */
    async pass(days: number) {
      for (let day = 0; day < days; day++) {
        moveClock(dayMs)
        await runDurableObjectAlarm(object())
      }
    },
  }
}

/** Postgres has heard of all of it. */
const confirmed = 'UPDATE organization_usage SET changed = 0'
const spansOf = (kind: string) =>
  `SELECT DISTINCT span FROM organization_usage WHERE kind = '${kind}' ORDER BY span` as const

test('[CN4] how often somebody came is kept by person, proven and claimed apart, but not of rooms in memory', async () => {
  const { join, rows } = freshOrganization()
  await join({ userId: 'ada' })
  await join({ userId: 'ada' })
  await join({ userId: 'ada', verified: false })
  await join({ userId: 'eve', isEphemeral: true })
  const found = "SELECT id, joins FROM organization_usage WHERE kind = 'person' AND span ="
  for (const span of ['hour', 'day', 'month'])
    expect(await rows(`${found} '${span}' ORDER BY id`)).toEqual([
      { id: 'false:ada', joins: 1 },
      { id: 'true:ada', joins: 2 },
    ])
})

test('whose id the database cannot hold is counted, and kept by no name', async () => {
  const { join, rows } = freshOrganization()
  for (const userId of ['a\0', 'b\ud83d', 'c']) await join({ userId })
  expect(await rows("SELECT id FROM organization_usage WHERE kind = 'person' AND span = 'day'")).toEqual([
    { id: 'true:c' },
  ])
  const month = "SELECT people FROM organization_usage WHERE kind = 'organization' AND span = 'month'"
  expect(await rows(month)).toEqual([{ people: 3 }])
})

test('numbers of the organization, its rooms and keys do not wait for those of a crowd', async () => {
  const { join, object } = freshOrganization()
  for (const userId of ['ada', 'bob', 'eve']) await join({ userId })
  const kinds = (await object().usage()).pending.map(({ kind }) => kind)
  expect(kinds.slice(9)).toEqual(Array.from({ length: 9 }, () => 'person'))
  expect(new Set(kinds.slice(0, 9))).toEqual(new Set(['organization', 'room', 'key']))
})

test('hours go after three days, days after forty, once Postgres has them; months stay', async () => {
  const { join, rows, pass } = freshOrganization()
  await join({ userId: 'ada' })
  await pass(4)
  // Nobody but us has them yet.
  expect(await rows(spansOf('room'))).toEqual([{ span: 'day' }, { span: 'hour' }, { span: 'month' }])
  await rows(confirmed)
  await pass(1)
  expect(await rows(spansOf('room'))).toEqual([{ span: 'day' }, { span: 'month' }])
  await pass(40)
  expect(await rows(spansOf('organization'))).toEqual([{ span: 'month' }])
})

test('what Postgres never takes is not kept for ever', async () => {
  const { join, rows, pass } = freshOrganization()
  await join({ userId: 'ada' })
  await pass(42)
  expect(await rows(spansOf('room'))).toEqual([{ span: 'month' }])
})

test('[CN2] [CN4] who came before the last month is forgotten, the number of them is not; what is told of then changes nothing', async () => {
  const { join, rows, pass } = freshOrganization()
  const then = Date.now()
  await join({ userId: 'ada', at: then })
  await rows(confirmed)
  const people = 'SELECT count(*) AS rows FROM organization_person'
  const month = "SELECT people, joins FROM organization_usage WHERE kind = 'organization' AND span = 'month'"
  await pass(28)
  expect(await rows(people)).toEqual([{ rows: 1 }])
  await pass(40)
  expect(await rows(people)).toEqual([{ rows: 0 }])
  expect(await rows(spansOf('person'))).toEqual([])
  await join({ userId: 'bob', at: then })
  expect(await rows(people)).toEqual([{ rows: 0 }])
  expect(await rows(month)).toEqual([{ people: 1, joins: 2 }])
  expect(await rows(spansOf('person'))).toEqual([])
})

const monthsAhead = 100 * dayMs

test('[CN5] a clock that leaps months ahead and is set back has forgotten nobody, and everybody counts once', async () => {
  const { join, rows, ring } = freshOrganization()
  await join({ userId: 'ada' })
  await rows(confirmed)
  moveClock(monthsAhead)
  await ring()
  await join({ userId: 'ada' })
  moveClock(-monthsAhead)
  await ring()
  await join({ userId: 'ada' })
  await join({ userId: 'bob' })
  const month =
    "SELECT people, joins FROM organization_usage WHERE kind = 'organization' AND span = 'month' ORDER BY start LIMIT 1"
  expect(await rows(month)).toEqual([{ people: 2, joins: 3 }])
})

test('[CN5] whoever comes after a clock that was days ahead was set back is counted again, for good', async () => {
  const { join, rows, ring, pass, isCounted } = freshOrganization()
  await join({ userId: 'ada' })
  moveClock(monthsAhead)
  await ring()
  await pass(2)
  expect(await isCounted('ada')).toBe(false)
  moveClock(-monthsAhead - 2 * dayMs)
  await join({ userId: 'bob' })
  expect(await isCounted('bob')).toBe(true)
  await pass(2)
  const people = 'SELECT count(*) AS rows FROM organization_person'
  expect(await rows(people)).toEqual([{ rows: 1 }])
})

test('a crowd is forgotten in portions', async () => {
  const { join, rows, ring, pass } = freshOrganization()
  await join({ userId: 'ada' })
  await rows(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 7000)
    INSERT INTO organization_person SELECT month, randomblob(16), 1 FROM organization_person, n`)
  const people = 'SELECT count(*) AS rows FROM organization_person'
  moveClock(68 * dayMs)
  await ring()
  expect(await rows(people)).toEqual([{ rows: 7_001 }])
  await pass(1)
  expect(await rows(people)).toEqual([{ rows: 2_001 }])
  moveClock(2_000)
  await ring()
  expect(await rows(people)).toEqual([{ rows: 0 }])
})

test('who stays past the hour is among the most of the next one, and when all have gone nobody looks any more', async () => {
  const { here, rows, ring } = freshOrganization()
  await here(3)
  moveClock(3_600_000)
  await ring()
  const peaks =
    "SELECT peak_people FROM organization_usage WHERE kind = 'organization' AND span = 'hour' ORDER BY start"
  expect(await rows(peaks)).toEqual([{ peak_people: 3 }, { peak_people: 3 }])
  await here(0)
  for (let hour = 0; hour < 2; hour += 1) {
    moveClock(3_600_000)
    await ring()
  }
  expect(await rows(`${peaks} DESC LIMIT 1`)).toEqual([{ peak_people: 3 }])
  expect(await rows(peaks)).toHaveLength(2)
})
