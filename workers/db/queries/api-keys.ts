/** API keys. What a caller shows is looked up across organizations, because it is what tells them; everything else takes the organization first. */
import type { KeyKind } from '@syncforge/protocol/keys'
import type { Scope } from '@syncforge/protocol/rights'
import { and, desc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { apiKeys } from '../schema/api-keys.ts'
import { organizations } from '../schema/organizations.ts'

/** One of a key's secrets. */
export interface KeySecret {
  /** SHA-256 of the key, hexadecimal. */
  readonly hash: string
  /** What it signs room tokens with, sealed; `null` for a publishable key. */
  readonly signingSecret: string | null
  /** When it is no longer taken; `null` while it is the newest. */
  readonly endsAt: Date | null
}

/** A key as the edge checks it. */
export interface KeyRecord {
  readonly id: string
  readonly kind: KeyKind
  readonly organizationId: string
  readonly scopes: readonly Scope[]
  /** The newest first. */
  readonly secrets: readonly KeySecret[]
  readonly expiresAt: Date | null
  /** Since when nothing of it is taken. */
  readonly revokedAt: Date | null
  /** Whether a publishable key of this organization may create a public room by joining it. */
  readonly createsRoomsOnJoin: boolean
  /** Pages that may use a publishable key of this organization; none named: every page. */
  readonly allowedOrigins: readonly string[]
}

/** SHA-256 as hexadecimal: keys are random and long, so a plain hash cannot be searched backwards. */
export const hashKey = async (key: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const findKey = async (db: Database, which: SQL | undefined): Promise<KeyRecord | undefined> => {
  const [found] = await db
    .select({
      key: apiKeys,
      createsRoomsOnJoin: organizations.createsRoomsOnJoin,
      allowedOrigins: organizations.allowedOrigins,
    })
    .from(apiKeys)
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .where(which)
  if (found === undefined) return undefined
  const { key, createsRoomsOnJoin, allowedOrigins } = found
  const { id, kind, organizationId, scopes, expiresAt, revokedAt, previousHash, previousExpiresAt } = key
  const newest = { hash: key.hash, signingSecret: key.signingSecret, endsAt: null }
  const secrets: readonly KeySecret[] =
    previousHash === null
      ? [newest]
      : [newest, { hash: previousHash, signingSecret: key.previousSigningSecret, endsAt: previousExpiresAt }]
  return { id, kind, organizationId, scopes, secrets, expiresAt, revokedAt, createsRoomsOnJoin, allowedOrigins }
}

export const findKeyByHash = (db: Database, hash: string): Promise<KeyRecord | undefined> =>
  findKey(db, or(eq(apiKeys.hash, hash), eq(apiKeys.previousHash, hash)))

export const findKeyById = (db: Database, id: string): Promise<KeyRecord | undefined> => findKey(db, eq(apiKeys.id, id))

/** What is shown of a key. */
const shown = {
  id: apiKeys.id,
  name: apiKeys.name,
  kind: apiKeys.kind,
  scopes: apiKeys.scopes,
  prefix: apiKeys.prefix,
  expiresAt: apiKeys.expiresAt,
  previousExpiresAt: apiKeys.previousExpiresAt,
  lastUsedAt: apiKeys.lastUsedAt,
  createdBy: apiKeys.createdBy,
  createdAt: apiKeys.createdAt,
}

type Row = typeof apiKeys.$inferSelect
export type ShownKey = Pick<Row, keyof typeof shown>
export type NewKey = Pick<
  Row,
  'id' | 'name' | 'kind' | 'scopes' | 'prefix' | 'hash' | 'signingSecret' | 'expiresAt' | 'createdBy'
>
export type NewSecret = Pick<Row, 'prefix' | 'hash' | 'signingSecret'>

/** Those that were not revoked. */
const held = (organizationId: string) => and(eq(apiKeys.organizationId, organizationId), isNull(apiKeys.revokedAt))

/** Every key that an organization has, newest first: they are few. */
export const listKeys = (db: Database, organizationId: string): Promise<ShownKey[]> =>
  db.select(shown).from(apiKeys).where(held(organizationId)).orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))

/** What keys are called, by id, those that were revoked as well. */
export const findKeyNames = async (
  db: Database,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const found = await db
    .select({ id: apiKeys.id, name: apiKeys.name })
    .from(apiKeys)
    .where(and(eq(apiKeys.organizationId, organizationId), inArray(apiKeys.id, [...ids])))
  return new Map(found.map(({ id, name }) => [id, name]))
}

export const countKeys = (db: Database, organizationId: string): Promise<number> =>
  db.$count(apiKeys, held(organizationId))

export const insertKey = async (db: Database, organizationId: string, key: NewKey): Promise<ShownKey> => {
  const [inserted] = await db
    .insert(apiKeys)
    .values({ ...key, organizationId })
    .returning(shown)
  if (inserted === undefined) throw new Error('an insert without a conflict returned nothing')
  return inserted
}

const one = (organizationId: string, id: string) => and(held(organizationId), eq(apiKeys.id, id))

/** What is needed to make a key another secret; `undefined` when there is no such key. */
export const findHeldKey = async (db: Database, organizationId: string, id: string): Promise<ShownKey | undefined> => {
  const [found] = await db.select(shown).from(apiKeys).where(one(organizationId, id))
  return found
}

/**
 * Gives a key another secret. The one before holds until `previousExpiresAt`, or ends at once for `null`; the one before that ends now in any case.
 * The key as it is now, or `undefined` when there is none.
 */
export const rotateKey = async (
  db: Database,
  organizationId: string,
  id: string,
  secret: NewSecret,
  previousExpiresAt: Date | null,
): Promise<KeyRecord | undefined> => {
  // On the right of SET, columns are as they were.
  const previous =
    previousExpiresAt === null
      ? { previousHash: null, previousSigningSecret: null }
      : { previousHash: sql`${apiKeys.hash}`, previousSigningSecret: sql`${apiKeys.signingSecret}` }
  const [rotated] = await db
    .update(apiKeys)
    .set({ ...secret, ...previous, previousExpiresAt })
    .where(one(organizationId, id))
    .returning({ id: apiKeys.id })
  return rotated && findKeyById(db, id)
}

/** Ends a key: nothing is left with which anybody could sign. Whether there was one. */
export const revokeKey = async (db: Database, organizationId: string, id: string): Promise<boolean> => {
  const nothing = { signingSecret: null, previousHash: null, previousSigningSecret: null, previousExpiresAt: null }
  const revoked = await db
    .update(apiKeys)
    .set({ revokedAt: sql`now()`, ...nothing })
    .where(one(organizationId, id))
    .returning({ id: apiKeys.id })
  return revoked.length === 1
}
