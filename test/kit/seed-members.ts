/** Puts people of every role into a database, as accounts would have made them, each with a session that holds. */
import { roles } from '@syncforge/protocol/rights'
import type { Database } from '../../workers/db/client.ts'
import { members } from '../../workers/db/schema/members.ts'
import { people, sessions } from '../../workers/db/schema/people.ts'
import { emailOf, developmentOrganization as organizationId, personId, personNames, tokenOf } from './members.ts'

const farAway = new Date('2100-01-01')

/** The development organization is there. */
export const seedPeople = async (db: Database): Promise<void> => {
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
