/** Finds who a key belongs to. The one query that is not scoped by an organization, because it is what tells it. */
import { eq } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { apiKeys } from '../schema/api-keys.ts'
import { organizations } from '../schema/organizations.ts'

export interface KeyRecord {
  readonly id: string
  readonly kind: 'publishable' | 'secret'
  readonly organizationId: string
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

export const findKeyByHash = async (db: Database, hash: string): Promise<KeyRecord | undefined> => {
  const [found] = await db
    .select({
      id: apiKeys.id,
      kind: apiKeys.kind,
      organizationId: apiKeys.organizationId,
      createsRoomsOnJoin: organizations.createsRoomsOnJoin,
      allowedOrigins: organizations.allowedOrigins,
    })
    .from(apiKeys)
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .where(eq(apiKeys.hash, hash))
  return found
}
