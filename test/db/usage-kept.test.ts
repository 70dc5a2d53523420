/** What is no longer kept in Postgres: facts that rooms told long ago, and how often single persons came before the last month. */
import { personKey } from '@syncforge/protocol/person'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type CountedRow,
  listBusiest,
  listUsage,
  pruneRoomFacts,
  pruneUsageOfPersons,
  putUsage,
} from '../../workers/db/queries/organizations/usage.ts'
import { roomFacts } from '../../workers/db/schema/mirror.ts'
import { rooms } from '../../workers/db/schema/rooms.ts'
import { usage } from '../../workers/db/schema/usage.ts'
import { newOrganization, type OpenedDatabase, openTestDatabase } from './billing/account.ts'

const dayMs = 86_400_000
const settings = { type: 'document', metadata: {}, maxParticipants: 10, graceMs: 1_000 } as const

let database: OpenedDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.end())

test('facts of rooms go after their days, in portions, but for the last of each room; others keep theirs', async () => {
  const { db } = database
  const [id, other] = [await newOrganization(db, 'org_facts_old'), await newOrganization(db, 'org_facts_other')]
  const tell = async (organizationId: string, roomId: string, count: number, daysAgo: number, from = 1) => {
    await db
      .insert(rooms)
      .values({ organizationId, id: roomId, ...settings })
      .onConflictDoNothing()
    await db.insert(roomFacts).values(
      Array.from({ length: count }, (_, index) => ({
        organizationId,
        roomId,
        sequence: from + index,
        kind: 'person.left',
        body: {},
        happenedAt: new Date(Date.now() - daysAgo * dayMs),
      })),
    )
  }
  await tell(id, 'silent', 1_500, 31)
  await tell(id, 'busy', 3, 31)
  await tell(id, 'busy', 2, 29, 4)
  await tell(other, 'silent', 3, 31)
  const left = async (organizationId: string) =>
    (
      await db
        .select({ room: roomFacts.roomId, sequence: roomFacts.sequence })
        .from(roomFacts)
        .where(eq(roomFacts.organizationId, organizationId))
    )
      .map(({ room, sequence }) => `${room} ${sequence}`)
      .sort()
  expect(await pruneRoomFacts(db, id, 30)).toBe(true)
  expect(await pruneRoomFacts(db, id, 30)).toBe(false)
  expect(await left(id)).toEqual(['busy 4', 'busy 5', 'silent 1500'])
  expect(await left(other)).toHaveLength(3)
  expect(await pruneRoomFacts(db, id, 30)).toBe(false)
})

const none = { people: 0, verified: 0, peakRooms: 0, peakPeople: 0, peakConnections: 0 }
const now = new Date()
const month = (ago: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago)

test('[CN4] numbers of single persons go with the month before the last, and no others with them', async () => {
  const { db } = database
  const id = await newOrganization(db, 'org_persons')
  const row = (kind: CountedRow['kind'], of: string, ago: number, span: CountedRow['span'] = 'month'): CountedRow => ({
    span,
    start: month(ago),
    kind,
    id: of,
    joins: 1,
    ...none,
  })
  const ada = personKey({ userId: 'ada', verified: true })
  await putUsage(
    db,
    id,
    [0, 1, 2].flatMap((ago) => [
      row('person', ada, ago),
      row('person', ada, ago, 'hour'),
      row('room', 'a', ago),
      row('organization', '', ago),
    ]),
  )
  expect(await pruneUsageOfPersons(db, id)).toBe(false)
  const left = await db.select().from(usage).where(eq(usage.organizationId, id))
  const count = (kind: string) => left.filter((found) => found.kind === kind).length
  expect([count('person'), count('room'), count('organization')]).toEqual([4, 3, 3])
  expect(left.filter(({ kind }) => kind === 'person').every(({ startsAt }) => startsAt.getTime() >= month(1))).toBe(
    true,
  )
})

test('of one person, proven and claimed, what is stored and what is on its way are told as one; nobody else is among it', async () => {
  const { db } = database
  const id = await newOrganization(db, 'org_persons_told')
  const row = (userId: string, verified: boolean, joins: number): CountedRow => ({
    span: 'day',
    start: month(0),
    kind: 'person',
    id: personKey({ userId, verified }),
    joins,
    ...none,
  })
  await putUsage(db, id, [row('ada', true, 3), row('ada', false, 2), row('a:da', true, 9)])
  await putUsage(db, id, [row('ada', true, 1)])
  const window = { span: 'day', from: month(0), to: month(-1) } as const
  const ids = [true, false].map((verified) => personKey({ userId: 'ada', verified }))
  const told = await listUsage(db, id, { kind: 'person', ids }, window, [row('ada', true, 4)])
  expect(told).toMatchObject([{ start: month(0), joins: 6 }])
  expect(await listBusiest(db, id, 'person', window, [row('ada', true, 4)], 2)).toMatchObject([
    { id: 'true:a:da', joins: 9 },
    { id: 'true:ada', joins: 4 },
  ])
})
