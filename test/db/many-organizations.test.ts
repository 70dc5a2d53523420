/** Ten thousand organizations with ten rooms each, and one with thousands of everything: a page of any list reads no more for it. */
import { drizzle } from 'drizzle-orm/node-postgres'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openServer } from '../../scripts/start/database/server.ts'
import type { Database } from '../../workers/db/client.ts'
import { findKeyByHash, listKeys } from '../../workers/db/queries/api-keys.ts'
import { readKeyUse } from '../../workers/db/queries/key-usage.ts'
import { listAudit } from '../../workers/db/queries/organizations/audit-log.ts'
import { deletedAmong, isDeletedOrganization } from '../../workers/db/queries/organizations/deleted-organizations.ts'
import { listInvitations, listReceived } from '../../workers/db/queries/organizations/invitations.ts'
import { listMembers } from '../../workers/db/queries/organizations/members.ts'
import { listOrganizationsOf } from '../../workers/db/queries/organizations/organizations.ts'
import { listRooms, type RoomListing, roomSorts } from '../../workers/db/queries/room-list.ts'
import { listGrantsOf } from '../../workers/db/queries/room-rights.ts'
import { findSession } from '../../workers/db/queries/sessions.ts'
import { findIssuers, listIssuers } from '../../workers/db/queries/token-issuers.ts'
import { listWebhooks } from '../../workers/db/queries/webhooks.ts'
import { migrationsFolder } from '../kit/database.ts'
import { startPostgres } from '../kit/postgres.ts'

const postgres = await startPostgres()
if ('missing' in postgres) throw new Error(postgres.missing)

let client: Client
/** What a query function asks, as it was asked last. */
let asked: { text: string; params: unknown[] } | undefined
let db: Database

/** Rows of `count` organizations from `first` on, each with so many of everything. */
const seed = async (first: number, count: number, each: { rooms: number; people: number }) => {
  const many = [first, first + count - 1, each.rooms]
  const some = [first, first + count - 1, each.people]
  await client.query(
    "insert into organizations (id, name, slug) select 'org_' || o, 'o', 's-' || o from generate_series($1::int, $2::int) o",
    many.slice(0, 2),
  )
  await client.query(
    `insert into rooms (organization_id, id, name, default_access, type, metadata, max_participants, grace_ms, created_at, updated_at)
     select 'org_' || o, 'room-' || r, 'Room ' || r, 'none', case when r % 500 = 1 then 'whiteboard' else 'document' end,
       jsonb_build_object('plan', r % 500), 100, 0, now() - r * interval '1 second', now() - r * interval '1 second'
     from generate_series($1::int, $2::int) o, generate_series(1, $3::int) r`,
    many,
  )
  await client.query(
    `insert into people (id, name, email, email_verified)
     select 'usr_' || o || '_' || p, 'p', o || '-' || p || '@example.com', true
     from generate_series($1::int, $2::int) o, generate_series(1, $3::int) p`,
    some,
  )
  await client.query(
    `insert into members (id, organization_id, user_id, role, created_at)
     select 'mem_' || o || '_' || p, 'org_' || o, 'usr_' || o || '_' || p, case when p = 1 then 'owner' else 'member' end,
       now() - p * interval '1 second'
     from generate_series($1::int, $2::int) o, generate_series(1, $3::int) p`,
    some,
  )
  await client.query(
    `insert into sessions (id, user_id, token, expires_at)
     select 'ses_' || o || '_' || p, 'usr_' || o || '_' || p, 'token-' || o || '-' || p, now() + interval '1 day'
     from generate_series($1::int, $2::int) o, generate_series(1, $3::int) p`,
    some,
  )
  await client.query(
    `insert into invitations (id, organization_id, inviter_id, email, role, expires_at, created_at)
     select 'inv_' || o || '_' || p, 'org_' || o, 'usr_' || o || '_1', 'new-' || o || '-' || p || '@example.com', 'member', now() + interval '1 day', now() - p * interval '1 second'
     from generate_series($1::int, $2::int) o, generate_series(1, $3::int) p`,
    some,
  )
  await client.query(
    `insert into room_rights (organization_id, room_id, "right", id, value, at)
     select 'org_' || o, 'room-' || r, 'grant', 'user-' || p, '{"access": "read"}', now()
     from generate_series($1::int, $2::int) o, generate_series(1, $3::int) r, generate_series(1, 2) p`,
    many,
  )
  await client.query(
    `insert into webhooks (id, organization_id, url, events, debounce_ms, signing_secret)
     select 'wh_' || o || '_' || w, 'org_' || o, 'https://example.com', '["*"]', 5000, 's'
     from generate_series($1::int, $2::int) o, generate_series(1, 3) w`,
    many.slice(0, 2),
  )
  await client.query(
    `insert into token_issuers (id, organization_id, name, issuer, audience, keys, max_ttl_seconds)
     select 'iss_' || o || '_' || i, 'org_' || o, 'i', 'https://issuer-' || o || '.example/', 'app-' || i, '[]', 3600
     from generate_series($1::int, $2::int) o, generate_series(1, 3) i`,
    many.slice(0, 2),
  )
  await client.query(
    `insert into api_keys (id, organization_id, kind, hash, name, prefix)
     select 'key_' || o || '_' || k, 'org_' || o, 'publishable', 'hash-' || o || '-' || k, 'k', 'pk_live_' || k
     from generate_series($1::int, $2::int) o, generate_series(1, 3) k`,
    many.slice(0, 2),
  )
  await client.query(
    `insert into key_usage (key_id, day, requests)
     select 'key_' || o || '_' || k, date '2026-01-01' + d, 1
     from generate_series($1::int, $2::int) o, generate_series(1, 3) k, generate_series(0, 9) d`,
    many.slice(0, 2),
  )
}

beforeAll(async () => {
  const backend = await openServer(new URL(postgres.url), migrationsFolder, async () => {})
  await backend.close()
  client = new Client(postgres.url)
  await client.connect()
  db = drizzle(client, { logger: { logQuery: (text, params) => (asked = { text, params }) } }) as unknown as Database
  await seed(1, 10_000, { rooms: 10, people: 2 })
  await seed(20_000, 1, { rooms: 5_000, people: 3_000 })
  // Half a year of one key's, and organizations that were deleted and can still be brought back.
  await client.query(
    "insert into key_usage (key_id, day, requests) select 'key_20000_1', date '2026-02-01' + d, 1 from generate_series(0, 180) d",
  )
  await client.query("update organizations set deleted_at = now() where id like 'org_7%'")
  await client.query('analyze')
}, 300_000)

afterAll(async () => {
  await client.end()
  await postgres.stop()
})

interface Plan {
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
}

/** How many pages of 8 KiB PostgreSQL looks at for what `list` asks. */
const pagesFor = async (list: () => Promise<unknown>): Promise<number> => {
  await list()
  if (asked === undefined) throw new Error('nothing was asked')
  const { text, params } = asked
  const { rows } = await client.query(`explain (analyze, buffers, format json) ${text}`, params)
  const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ Plan: Plan }]
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
}

const limit = 20
/** A page of twenty rows that lie anywhere, and the index that finds them. */
const pagesMax = 120
const old = new Date(Date.now() - 2_500_000)

it.each(['org_5000', 'org_20000'])(
  'a page of any list of %s, the first or a late one, looks at a few pages',
  async (id) => {
    const number = id.slice(4)
    const lists: Readonly<Record<string, () => Promise<unknown>>> = {
      rooms: () => listRooms(db, id, { limit }),
      'rooms, later': () => listRooms(db, id, { limit, after: { value: old.getTime(), id: 'room-2500' } }),
      members: () => listMembers(db, id, limit),
      'members, later': () => listMembers(db, id, limit, { createdAt: old, id: '' }),
      invitations: () => listInvitations(db, id, undefined, limit),
      'pending invitations': () => listInvitations(db, id, 'pending', limit),
      'audit log': () => listAudit(db, id, {}, limit),
      'audit log, later': () => listAudit(db, id, {}, limit, { createdAt: new Date(), id: '50' }),
      keys: () => listKeys(db, id),
      'organizations of a person': () => listOrganizationsOf(db, `usr_${number}_1`, limit),
      'what a person is invited to': () => listReceived(db, `new-${number}-1@example.com`, limit),
      'a session with its role': () => findSession(db, `token-${number}-1`, id),
      'a key': () => findKeyByHash(db, `hash-${number}-1`),
      'grants of a person': () => listGrantsOf(db, id, 'user-1', limit, ''),
      'grants of a person, later': () => listGrantsOf(db, id, 'user-1', limit, 'room-25'),
      'use of a key': () => readKeyUse(db, id, `key_${number}_1`, '2026-01-01', '2026-01-31'),
      webhooks: () => listWebhooks(db, id),
      'token issuers': () => listIssuers(db, id),
      'the issuer of a token': () => findIssuers(db, `https://issuer-${number}.example/`, ['app-1', 'app-2']),
      'whether it was deleted': () => isDeletedOrganization(db, { id, slug: `s-${number}` }),
      'whether it was deleted, by an invitation': () => isDeletedOrganization(db, { invitationId: `inv_${number}_1` }),
      'those that were deleted': () => deletedAmong(db, [id, 'org_7000', 'org_7001', 'org_5001']),
      ...Object.fromEntries(
        roomSorts.flatMap((sort) => {
          const after = {
            value: /createdAt|updatedAt/.test(sort) ? old.getTime() : sort.endsWith('name') ? 'Room 2500' : 'room-2500',
            id: 'room-2500',
          }
          return [
            [`rooms by ${sort}`, () => listRooms(db, id, { limit, sort })],
            [`rooms by ${sort}, later`, () => listRooms(db, id, { limit, sort, after })],
          ]
        }),
      ),
    }
    const many: (readonly [string, number])[] = []
    for (const [name, list] of Object.entries(lists)) {
      const count = await pagesFor(list)
      if (count > pagesMax) many.push([name, count])
    }
    expect(many).toEqual([])
  },
)

it('what rooms are searched or filtered by reads the rooms of one organization at most, whatever others have', async () => {
  const filters: Readonly<Record<string, Omit<RoomListing, 'limit'>>> = {
    search: { search: 'OOM 77' },
    'a search in vain': { search: 'nothing like it' },
    type: { type: 'whiteboard' },
    'a type that no room has': { type: 'custom' },
    metadata: { metadata: { plan: 7 } },
    'metadata that no room has': { metadata: { plan: 'none' } },
    'all of them, by name': { search: 'room', type: 'whiteboard', metadata: { plan: 1 }, sort: 'name' },
  }
  for (const [name, filter] of Object.entries(filters)) {
    const of = async (id: string) => pagesFor(() => listRooms(db, id, { limit, ...filter }))
    // Ten rooms, and five thousand of 105,000, each looked at once.
    expect([name, (await of('org_5000')) <= pagesMax]).toEqual([name, true])
    expect(await of('org_20000'), name).toBeLessThan(6_000)
  }
})
