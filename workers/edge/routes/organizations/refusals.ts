/** What the database refused, in the API's own words. */
import { RoomError } from '@syncforge/protocol/errors'
import { constraintOf } from '../../../db/client.ts'

const refusals: Readonly<Record<string, () => RoomError>> = {
  members_keep_an_owner: () =>
    new RoomError('LAST_OWNER', 'An organization keeps an owner: make somebody else one first'),
  members_owners_only: () =>
    new RoomError('FORBIDDEN', 'Only owners make, lower, remove or invite owners', { role: 'owner' }),
  members_no_raise: () => new RoomError('FORBIDDEN', 'Nobody raises themself: ask an owner or another admin'),
  organizations_slug_unique: () => new RoomError('SLUG_TAKEN', 'Another organization has this slug'),
}

/** What `work` resolves with. @throws RoomError when a rule of the database refused it */
export const obeying = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    throw refusals[constraintOf(error) ?? '']?.() ?? error
  }
}
