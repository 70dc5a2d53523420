/**
 * Persons: who somebody is in everything that a room decides and remembers.
 *
 * PE1  A person is `(userId, verified)`. An id that is merely claimed with a publishable key is somebody else than the same id proven by a
 *      room token: two entries in every list, two places in a full room, two joins and two leaves, and no session passes from one to the other.
 * PE2  What an organization decides about an id counts in full for who proves it. For who claims it, it can only lower: a claim never has
 *      more than the publishable key gives.
 * PE3  Nothing that a claim says changes what is kept of the proven person: their name, what they wrote, their versions, their facts.
 * PE4  What is meant for one person does not reach another one with the same id.
 * PE5  A ban keeps the id out, proven or claimed, and a kick ends both; one of claims only leaves the proven person alone.
 */

import type { Author, User } from './schemas.ts'

export interface Person {
  readonly userId: string
  /** A room token said so; `false` for an id that was only claimed. */
  readonly verified: boolean
}

/** Somebody as what they did is kept (rule PE3). `isAgent`: one that the organization's server shows. */
export const authorOf = ({ userId, userInfo, verified }: User, isAgent = false): Author => ({
  userId,
  name: userInfo.name,
  verified,
  ...(isAgent ? { agent: true } : {}),
})

export const isSamePerson = (one: Person, other: Person): boolean =>
  one.userId === other.userId && one.verified === other.verified

/** The same text for the same person and for nobody else: to look one up by. */
export const personKey = ({ userId, verified }: Person): string => `${verified}:${userId}`

/** Whose {@link personKey} it is. */
export const personOfKey = (key: string): Person => {
  const colon = key.indexOf(':')
  return { userId: key.slice(colon + 1), verified: key.slice(0, colon) === 'true' }
}
