/** What the database itself keeps: an owner for every organization, and a log of every act. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openServer } from '../../scripts/start/database/server.ts'
import { migrationsFolder } from '../kit/database.ts'
import { startPostgres } from '../kit/postgres.ts'

const postgres = await startPostgres()
if ('missing' in postgres) throw new Error(postgres.missing)

/** Two connections: of people who do something at once. */
let client: Client
let other: Client
const seed = async () => {
  await client.query(
    "insert into people (id, name, email) values ('usr_a', 'Ada', 'a@example.com'), ('usr_b', 'Bob', 'b@example.com')",
  )
}
const organizationOf = async (id: string, ...owners: readonly string[]) => {
  await client.query('insert into organizations (id, name) values ($1, $1)', [id])
  for (const owner of owners) {
    const values = [`mem_${id}_${owner}`, id, owner]
    await client.query("insert into members (id, organization_id, user_id, role) values ($1, $2, $3, 'owner')", values)
  }
}

beforeAll(async () => {
  const backend = await openServer(new URL(postgres.url), migrationsFolder, async () => {})
  await backend.close()
  client = new Client(postgres.url)
  other = new Client(postgres.url)
  await Promise.all([client.connect(), other.connect()])
  await seed()
}, 60_000)

afterAll(async () => {
  await Promise.all([client.end(), other.end()])
  await postgres.stop()
})

it('of two owners who go at once, one stays', async () => {
  for (let round = 0; round < 30; round += 1) {
    const id = `org_${round}`
    await organizationOf(id, 'usr_a', 'usr_b')
    const statement =
      round % 2 === 0
        ? 'delete from members where organization_id = $1 and user_id = $2'
        : "update members set role = 'viewer' where organization_id = $1 and user_id = $2"
    const ends = await Promise.allSettled([
      client.query(statement, [id, 'usr_a']),
      other.query(statement, [id, 'usr_b']),
    ])
    const refused = ends.filter((end) => end.status === 'rejected').map((end) => end.reason as { constraint: string })
    expect(refused.map(({ constraint }) => constraint)).toEqual(['members_keep_an_owner'])
    const { rows } = await client.query("select 1 from members where organization_id = $1 and role = 'owner'", [id])
    expect(rows).toHaveLength(1)
  }
})

it('an organization goes with all its members, a person who is the last owner of one does not', async () => {
  await organizationOf('org_going', 'usr_a')
  await client.query("insert into people (id, name, email) values ('usr_c', 'Cem', 'c@example.com')")
  await organizationOf('org_staying', 'usr_c')
  await client.query("delete from organizations where id = 'org_going'")
  await expect(client.query("delete from people where id = 'usr_c'")).rejects.toMatchObject({
    constraint: 'members_keep_an_owner',
  })
})

it.each(['god', 'viewer,admin', ''])('there is no role %j', async (role) => {
  const values = [`mem_${role}`, role]
  const insert = "insert into members (id, organization_id, user_id, role) values ($1, 'org_0', 'usr_a', $2)"
  await expect(client.query(insert, values)).rejects.toMatchObject({ constraint: 'members_role' })
})

it('the log tells who did what from where, before and after, and no secret', async () => {
  const logged = async () => {
    const { rows } = await client.query("select * from audit_log where organization_id = 'org_logged' order by id")
    return rows.map(({ id: _id, at: _at, organization_id: _organization, ...row }) => row)
  }
  await client.query("insert into organizations (id, name, slug) values ('org_logged', 'L', 'logged')")
  await client.query('begin')
  await client.query(
    "select set_config('syncforge.actor', 'usr_a', true), set_config('syncforge.address', '192.0.2.1', true)",
  )
  await client.query(
    "insert into api_keys (id, organization_id, kind, hash) values ('key_1', 'org_logged', 'secret', 'of the key')",
  )
  await client.query('commit')
  await client.query("update organizations set name = 'M' where id = 'org_logged'")
  await client.query("update api_keys set hash = 'of another' where id = 'key_1'")
  await client.query("update organizations set name = 'M' where id = 'org_logged'")
  const rows = await logged()
  expect(rows.map(({ act, subject, actor, address }) => [act, subject, actor, address])).toEqual([
    ['organizations.insert', 'org_logged', null, null],
    ['api_keys.insert', 'key_1', 'usr_a', '192.0.2.1'],
    ['organizations.update', 'org_logged', null, null],
    ['api_keys.update', 'key_1', null, null],
  ])
  expect([rows[2].before.name, rows[2].after.name]).toEqual(['L', 'M'])
  expect(JSON.stringify(rows)).not.toMatch(/of the key|of another/)
})
