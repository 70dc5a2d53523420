/** Rule PL3 on a PostgreSQL server, where statements really run at once: a plan's number of rooms is never passed. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type NeonEndpoint, serveNeonEndpoint } from '../../../scripts/start/database/neon-endpoint.ts'
import { openServer } from '../../../scripts/start/database/server.ts'
import { type Database, openDatabase } from '../../../workers/db/client.ts'
import { beginFilling, breakOffFilling } from '../../../workers/db/queries/filling.ts'
import { setPlan } from '../../../workers/db/queries/organizations/organizations.ts'
import {
  countRooms,
  deleteRoom,
  findRoom,
  insertJoinedRoom,
  insertRoom,
  isDeleted,
} from '../../../workers/db/queries/rooms.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'
import { migrationsFolder } from '../../kit/database.ts'
import { startPostgres } from '../../kit/postgres.ts'
import { roomRow as room } from '../../kit/room-row.ts'

const password = 'only-for-this-test'
const postgres = await startPostgres()

const bound = { max: 300, windowMs: 60_000 }

describe.skipIf('missing' in postgres)('rooms of a plan', () => {
  let endpoint: NeonEndpoint
  let db: Database
  beforeAll(async () => {
    if ('missing' in postgres) return
    const backend = await openServer(new URL(postgres.url), migrationsFolder, async () => {})
    endpoint = await serveNeonEndpoint(backend, password)
    db = openDatabase({ DATABASE_URL: `postgresql://test:${password}@localhost/test`, NEON_ENDPOINT: endpoint.url })
  })
  afterAll(async () => {
    if ('missing' in postgres) return
    await endpoint.close()
    await postgres.stop()
  })

  let made = 0
  const organization = async (roomsMax: number | null) => {
    made += 1
    const organizationId = `org_${made}`
    await db.insert(organizations).values({ id: organizationId, name: 'Rooms' })
    return { organizationId, roomsMax }
  }
  const names = (count: number, prefix = 'r') => Array.from({ length: count }, (_, index) => `${prefix}${index}`)

  it('[PL3] are never more than it allows, of forty that are made at once in every way', async () => {
    for (let round = 0; round < 5; round++) {
      const owner = await organization(3)
      const tried = await Promise.all(
        names(40).map((id, index) => {
          if (index % 3 === 0) return insertRoom(db, owner, room(id), 'deleted')
          if (index % 3 === 1) return insertJoinedRoom(db, owner, room(id), `maker-${index}`, bound)
          return beginFilling(db, owner, room(id))
        }),
      )
      expect(tried.filter((one) => one !== undefined)).toHaveLength(3)
      expect(await countRooms(db, owner.organizationId)).toBe(3)
    }
  })

  it('[PL3] deleted rooms and fillings that broke off do not count, and one that takes the place of its own filling does once', async () => {
    const owner = await organization(2)
    const insert = async (id: string) => (await insertRoom(db, owner, room(id), 'deleted'))?.id
    expect([await insert('a'), await insert('b'), await insert('c')]).toEqual(['a', 'b', undefined])
    await deleteRoom(db, owner.organizationId, 'a')
    const filling = await beginFilling(db, owner, room('c'))
    expect(filling).toMatchObject({ id: 'c' })
    expect(await insert('d')).toBeUndefined()
    expect(await beginFilling(db, owner, room('c'))).toMatchObject({ id: 'c' })
    // What is left of a deleted room stays where there is no place for another.
    expect(await insert('a')).toBeUndefined()
    expect(isDeleted((await findRoom(db, owner.organizationId, 'a')) ?? ({} as never))).toBe(true)
    const again = await beginFilling(db, owner, room('c'))
    if (again) await breakOffFilling(db, owner.organizationId, again)
    expect(await insert('a')).toBe('a')
  })

  it('costs the same beside ten thousand deleted rooms, and beside ten thousand that are there', async () => {
    const filled = async (fill: 'none' | 'deleted' | 'alive') => {
      const owner = await organization(3)
      await db.execute(sql`INSERT INTO rooms (organization_id, id, default_access, type, metadata, max_participants, grace_ms, deleted_at)
        SELECT ${owner.organizationId}, 'x' || n, 'none', 'custom', '{}', 1, 0, ${fill === 'deleted' ? sql`now()` : sql`NULL`}
        FROM generate_series(1, ${fill === 'none' ? 0 : 10_000}) AS n`)
      return { owner, times: [] as number[] }
    }
    const all = [await filled('none'), await filled('deleted'), await filled('alive')]
    await db.execute(sql`ANALYZE rooms`)
    // In turns, so that what else the machine does meets all of them alike.
    for (const id of names(50)) {
      for (const { owner, times } of all) {
        const startedAt = performance.now()
        await insertRoom(db, owner, room(id), 'deleted')
        times.push(performance.now() - startedAt)
      }
    }
    const [empty = 0, ...others] = all.map(({ times }) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0)
    // Counting all of them takes several milliseconds more.
    for (const ms of others) expect(ms).toBeLessThan(empty * 2 + 2)
  })

  it('[PL2] every change of a plan counts, whoever makes it, and nothing else does', async () => {
    const { organizationId } = await organization(null)
    const revision = async () => {
      const { rows } = (await db.execute(
        sql`SELECT plan_revision FROM organizations WHERE id = ${organizationId}`,
      )) as never as { rows: readonly { plan_revision: number }[] }
      return rows[0]?.plan_revision
    }
    expect(await setPlan(db, organizationId, 'pro')).toBe(true)
    expect(await revision()).toBe(1)
    await setPlan(db, organizationId, 'pro')
    await db.execute(sql`UPDATE organizations SET name = 'Other' WHERE id = ${organizationId}`)
    expect(await revision()).toBe(1)
    await db.execute(sql`UPDATE organizations SET plan = 'enterprise' WHERE id = ${organizationId}`)
    expect(await revision()).toBe(2)
    expect(await setPlan(db, 'org_none', 'pro')).toBe(false)
  })
})
