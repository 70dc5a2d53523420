/** Where organizations answer whom their people may mean: one address each. */
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { peopleAddresses } from '../../schema/organizations.ts'

export type PeopleAddress = typeof peopleAddresses.$inferSelect

const own = (organizationId: string) => eq(peopleAddresses.organizationId, organizationId)

export const findPeopleAddress = async (db: Database, organizationId: string): Promise<PeopleAddress | undefined> => {
  const [found] = await db.select().from(peopleAddresses).where(own(organizationId))
  return found
}

/** `undefined` when the organization has named one already. */
export const insertPeopleAddress = async (
  db: Database,
  address: Pick<PeopleAddress, 'id' | 'organizationId' | 'url' | 'signingSecret'>,
): Promise<PeopleAddress | undefined> => {
  const [made] = await db.insert(peopleAddresses).values(address).onConflictDoNothing().returning()
  return made
}

/** The secrets stay as they are. `undefined` when it has named none. */
export const movePeopleAddress = async (
  db: Database,
  organizationId: string,
  url: string,
): Promise<PeopleAddress | undefined> => {
  const [moved] = await db.update(peopleAddresses).set({ url }).where(own(organizationId)).returning()
  return moved
}

/** Gives it another secret; the one before signs as well until `previousEndsAt`. `undefined` when there is none, and while two secrets hold already. */
export const rotatePeopleAddress = async (
  db: Database,
  organizationId: string,
  id: string,
  signingSecret: string,
  previousEndsAt: Date,
): Promise<PeopleAddress | undefined> => {
  const [rotated] = await db
    .update(peopleAddresses)
    // On the right of SET, columns are as they were.
    .set({ signingSecret, previousSigningSecret: sql`${peopleAddresses.signingSecret}`, previousEndsAt })
    .where(
      and(
        own(organizationId),
        eq(peopleAddresses.id, id),
        or(isNull(peopleAddresses.previousEndsAt), lt(peopleAddresses.previousEndsAt, sql`now()`)),
      ),
    )
    .returning()
  return rotated
}

export const deletePeopleAddress = async (db: Database, organizationId: string): Promise<boolean> => {
  const gone = await db.delete(peopleAddresses).where(own(organizationId)).returning({ id: peopleAddresses.id })
  return gone.length === 1
}
