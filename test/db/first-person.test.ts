/** A place that takes invited people only begins with one person, however many confirm their address at the same moment. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openServer } from '../../scripts/start/database/server.ts'
import { migrationsFolder } from '../kit/database.ts'
import { openPool, startPostgres } from '../kit/postgres.ts'

const postgres = await startPostgres()
if ('missing' in postgres) throw new Error(postgres.missing)
const pool = openPool(postgres)

beforeAll(async () => {
  const backend = await openServer(new URL(postgres.url), migrationsFolder, async () => {})
  await backend.close()
}, 120_000)
afterAll(async () => {
  await pool.end()
  await postgres.stop()
})

const signUp = (id: string, isUninvited: boolean) =>
  pool.query('INSERT INTO people (id, name, email, is_uninvited) VALUES ($1, $1, $2, $3)', [
    id,
    `${id}@example.com`,
    isUninvited,
  ])
/** `ok`, or the constraint that refused it. */
const confirm = (id: string): Promise<string> =>
  pool.query('UPDATE people SET email_verified = true WHERE id = $1', [id]).then(
    () => 'ok',
    ({ constraint }: { readonly constraint: string }) => constraint,
  )

it('[AC1] of those whom nobody has invited one is let in, and the others once they are invited', async () => {
  const ids = Array.from({ length: 8 }, (_, index) => `first-${index}`)
  await Promise.all(ids.map((id) => signUp(id, true)))
  const ends = await Promise.all(ids.map(confirm))
  expect(ends.toSorted()).toEqual(['ok', ...Array.from({ length: 7 }, () => 'people_begin_with_one')])
  const owner = ids[ends.indexOf('ok')] ?? ''
  // Who is in stays in: what is changed of them later asks no more.
  expect(await confirm(owner)).toBe('ok')
  await pool.query('UPDATE people SET email = $2, email_verified = true WHERE id = $1', [owner, 'new@example.com'])

  const [late = '', later = ''] = ids.filter((id) => id !== owner)
  await pool.query("INSERT INTO organizations (id, name, slug) VALUES ('org_1', 'One', 'one')")
  await pool.query(
    `INSERT INTO invitations (id, organization_id, inviter_id, email, role, expires_at)
     VALUES ('inv_1', 'org_1', $1, $2, 'member', now() + interval '1 day'), ('inv_2', 'org_1', $1, $3, 'member', now() - interval '1 day')`,
    [owner, `${late}@example.com`, `${later}@example.com`],
  )
  expect([await confirm(late), await confirm(later)]).toEqual(['ok', 'people_begin_with_one'])
  await signUp('somebody', false)
  expect(await confirm('somebody')).toBe('ok')
})
