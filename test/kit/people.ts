/** People of every role with a session that holds, as accounts would have made them, and the cookie that each browser of theirs would send. */
import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Role, roles } from '@syncforge/protocol/rights'
import type { Database } from '../../workers/db/client.ts'
import { members } from '../../workers/db/schema/members.ts'
import { people, sessions } from '../../workers/db/schema/people.ts'
import type { RunningServer } from './server.ts'

/** Somebody of the development organization in each role, and somebody of none. */
export type PersonName = Role | 'stranger'
const personNames: readonly PersonName[] = [...roles, 'stranger']

export const developmentOrganization = 'org_dev'

export const personId = (name: PersonName): string => `usr_test_${name}`
const emailOf = (name: PersonName): string => `${name}@people.example.com`
export const tokenOf = (name: PersonName): string => `session-token-of-${name}`

const farAway = new Date('2100-01-01')

/** Adds everybody, each with a session, and their places in `organizationId`, which exists. */
export const seedPeople = async (db: Database, organizationId: string): Promise<void> => {
  await db
    .insert(people)
    .values(personNames.map((name) => ({ id: personId(name), name, email: emailOf(name), emailVerified: true })))
  await db.insert(sessions).values(
    personNames.map((name) => ({
      id: `ses_test_${name}`,
      userId: personId(name),
      token: tokenOf(name),
      expiresAt: farAway,
    })),
  )
  await db
    .insert(members)
    .values(roles.map((role) => ({ id: `mem_test_${role}`, organizationId, userId: personId(role), role })))
}

/** The value of a session cookie: the token and its signature. */
export const signedCookie = async ({ dataDir }: Pick<RunningServer, 'dataDir'>, token: string): Promise<string> => {
  const secrets: unknown = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'))
  const { authSecret } = secrets as { readonly authSecret: string }
  const signature = createHmac('sha256', authSecret).update(token).digest('base64')
  return `syncforge.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}

/** What a page of the platform sends for somebody: the session, the organization and where it comes from. */
export const headersOf = async (
  server: Pick<RunningServer, 'dataDir' | 'url'>,
  name: PersonName,
  organizationId: string | null = developmentOrganization,
): Promise<Record<string, string>> => ({
  cookie: await signedCookie(server, tokenOf(name)),
  origin: server.url,
  ...(organizationId === null ? {} : { 'syncforge-organization': organizationId }),
})
