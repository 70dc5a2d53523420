/** How much keys are used, by day, and when they were used last. */
import { and, asc, between, eq, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { apiKeys, keyUsage } from '../schema/api-keys.ts'

/** What was counted for one key on one day. */
export interface KeyUse {
  readonly keyId: string
  /** In UTC, as `2026-11-27`. */
  readonly day: string
  readonly requests: number
  readonly connections: number
  /** Milliseconds since 1970. */
  readonly lastUsedAt: number
}

/** Adds to what was counted before, for many keys at once. Those that are no more are left out. */
export const addKeyUse = async (db: Database, uses: readonly KeyUse[]): Promise<void> => {
  const counted = sql`jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) AS counted("keyId" text, day date, requests bigint, connections bigint, "lastUsedAt" bigint)`
  await db.execute(sql`
    WITH counted AS (SELECT counted.* FROM ${counted} JOIN ${apiKeys} ON ${apiKeys.id} = counted."keyId"),
    used AS (
      UPDATE ${apiKeys} SET last_used_at = to_timestamp(latest.at / 1000.0)
      FROM (SELECT "keyId", max("lastUsedAt") AS at FROM counted GROUP BY "keyId") AS latest
      WHERE ${apiKeys.id} = latest."keyId"
        AND (${apiKeys.lastUsedAt} IS NULL OR ${apiKeys.lastUsedAt} <= to_timestamp(latest.at / 1000.0) - interval '1 minute')
    )
    INSERT INTO ${keyUsage} (key_id, day, requests, connections)
    SELECT "keyId", day, requests, connections FROM counted
    ON CONFLICT (key_id, day) DO UPDATE
      SET requests = ${keyUsage.requests} + excluded.requests, connections = ${keyUsage.connections} + excluded.connections`)
}

export type KeyDay = Pick<KeyUse, 'day' | 'requests' | 'connections'>

/** The days from `from` to `to` on which a key was used, the earliest first; `undefined` when the organization has no such key, revoked or not. */
export const readKeyUse = async (
  db: Database,
  organizationId: string,
  keyId: string,
  from: string,
  to: string,
): Promise<KeyDay[] | undefined> => {
  const rows = await db
    .select({ day: keyUsage.day, requests: keyUsage.requests, connections: keyUsage.connections })
    .from(apiKeys)
    .leftJoin(keyUsage, and(eq(keyUsage.keyId, apiKeys.id), between(keyUsage.day, from, to)))
    .where(and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, keyId)))
    .orderBy(asc(keyUsage.day))
  if (rows.length === 0) return undefined
  return rows.flatMap(({ day, requests, connections }) =>
    day === null || requests === null || connections === null ? [] : [{ day, requests, connections }],
  )
}
