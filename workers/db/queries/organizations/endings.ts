/** What keys and organizations have ended of late, at whichever server of this database. */
import { sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'

export interface EndingsOfOrganization {
  readonly organizationId: string
  /** Credentials as rooms know them. */
  readonly ended: readonly string[]
  /** Those that hold again. */
  readonly held: readonly string[]
}

interface Endings {
  /** By the database's clock, in milliseconds since 1970: from then on is asked next. */
  readonly now: number
  readonly organizations: readonly EndingsOfOrganization[]
}

/** A moment is that of the transaction's begin: one that took its time shows its rows late. */
const overlap = sql.raw(`interval '10 seconds'`)
/** Who has just come up asks no further back: it has kept no socket of before. */
const firstLook = sql.raw(`interval '1 minute'`)

/** @param since milliseconds since 1970; `null`: nobody has asked before. What is told may have been told before. */
export const listEndings = async (db: Database, since: number | null): Promise<Endings> => {
  const from = since === null ? sql`now() - ${firstLook}` : sql`to_timestamp(${since}::float8 / 1000)`
  // Of an organization that was deleted and brought back the last counts.
  const last = sql`
    SELECT DISTINCT ON (organization_id, credential) organization_id, credential, holds FROM credential_endings
    WHERE at > ${from} - ${overlap} AND at <= now() ORDER BY organization_id, credential, at DESC, sequence DESC`
  const { rows } = (await db.execute(sql`
    SELECT (extract(epoch FROM now()) * 1000)::float8 AS now, coalesce(jsonb_agg(to_jsonb(of_organization)), '[]') AS organizations
    FROM (
      SELECT organization_id AS "organizationId", coalesce(jsonb_agg(credential) FILTER (WHERE NOT holds), '[]') AS ended,
        coalesce(jsonb_agg(credential) FILTER (WHERE holds), '[]') AS held
      FROM (${last}) AS last GROUP BY organization_id
    ) AS of_organization`)) as unknown as { readonly rows: readonly Endings[] }
  const [found] = rows
  if (found === undefined) throw new Error('an aggregate without groups returned no row')
  return found
}
