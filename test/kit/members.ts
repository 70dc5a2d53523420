/** People of every role, who are in every copied database, and what a browser of theirs sends. */
import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Role, roles } from '@syncforge/protocol/rights'

/** Somebody of the development organization in each role, and somebody of none. */
export type PersonName = Role | 'stranger'
export const personNames: readonly PersonName[] = [...roles, 'stranger']

export const developmentOrganization = 'org_dev'

export const personId = (name: PersonName): string => `usr_test_${name}`
export const emailOf = (name: PersonName): string => `${name}@people.example.com`
export const tokenOf = (name: PersonName): string => `session-token-of-${name}`

/** The value of a session cookie: the token and its signature. */
export const signedCookie = async ({ dataDir }: { readonly dataDir: string }, token: string): Promise<string> => {
  const secrets: unknown = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'))
  const { authSecret } = secrets as { readonly authSecret: string }
  const signature = createHmac('sha256', authSecret).update(token).digest('base64')
  return `syncforge.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}

/** What a page of the platform sends for somebody: the session, the organization and where it comes from. */
export const headersOf = async (
  server: { readonly dataDir: string; readonly url: string },
  name: PersonName,
  organizationId: string | null = developmentOrganization,
): Promise<Record<string, string>> => ({
  cookie: await signedCookie(server, tokenOf(name)),
  origin: server.url,
  ...(organizationId === null ? {} : { 'syncforge-organization': organizationId }),
})
