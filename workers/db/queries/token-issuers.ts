/** Whose JWTs organizations take as room tokens. A token is looked up across organizations, because it is what tells whose it is. */
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { tokenIssuers } from '../schema/token-issuers.ts'

export type TokenIssuer = typeof tokenIssuers.$inferSelect
export type NewTokenIssuer = Omit<TokenIssuer, 'createdAt'>

/** Those that a token with this issuer and these audiences may be of. */
export const findIssuers = (db: Database, issuer: string, audiences: readonly string[]): Promise<TokenIssuer[]> =>
  db
    .select()
    .from(tokenIssuers)
    .where(and(eq(tokenIssuers.issuer, issuer), inArray(tokenIssuers.audience, [...audiences])))
    .orderBy(asc(tokenIssuers.id))

const own = (organizationId: string) => eq(tokenIssuers.organizationId, organizationId)

export const listIssuers = (db: Database, organizationId: string): Promise<TokenIssuer[]> =>
  db.select().from(tokenIssuers).where(own(organizationId)).orderBy(asc(tokenIssuers.createdAt), asc(tokenIssuers.id))

/** `undefined` when somebody has this issuer and audience already. */
export const insertIssuer = (db: Database, issuer: NewTokenIssuer) =>
  db.insert(tokenIssuers).values(issuer).onConflictDoNothing().returning()

export const countIssuers = (db: Database, organizationId: string): Promise<number> =>
  db.$count(tokenIssuers, own(organizationId))

const one = (organizationId: string, id: string) => and(own(organizationId), eq(tokenIssuers.id, id))

export const updateIssuer = (
  db: Database,
  organizationId: string,
  id: string,
  source: Pick<TokenIssuer, 'jwksUrl' | 'keys'>,
) => db.update(tokenIssuers).set(source).where(one(organizationId, id)).returning()

export const deleteIssuer = (db: Database, organizationId: string, id: string) =>
  db.delete(tokenIssuers).where(one(organizationId, id)).returning({ id: tokenIssuers.id })
