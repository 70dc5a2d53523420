/** The pages that an organization calls its own. */
import { eq } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { organizations } from '../schema/organizations.ts'

/** Origins such as `https://app.example.com`; none where it has named none. */
export const findAllowedOrigins = async (db: Database, organizationId: string): Promise<readonly string[]> => {
  const [found] = await db
    .select({ origins: organizations.allowedOrigins })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
  return found?.origins ?? []
}
