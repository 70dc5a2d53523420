/** Removes what accounts have left behind: sessions and verifications that have ended. Not scoped: they are people's, not organizations'. */
import { sql } from 'drizzle-orm'
import type { Database } from '../client.ts'

/** So many rows at once: a statement that runs for long would hold up others. */
const BATCH = 1_000

/** Two statements, each of a bounded size. What is left comes with the next. */
export const sweepExpired = async (db: Database): Promise<void> => {
  for (const table of ['sessions', 'verifications']) {
    const name = sql.identifier(table)
    await db.execute(
      sql`DELETE FROM ${name} WHERE id IN (SELECT id FROM ${name} WHERE expires_at < now() ORDER BY expires_at LIMIT ${BATCH})`,
    )
  }
}
