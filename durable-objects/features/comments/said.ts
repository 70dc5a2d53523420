/** What somebody wants to say, checked and completed: rule CM4. */
import { type CommentBody, findBodyFault, mapMentions, plainTextOf } from '@syncforge/protocol/comment-body'
import { limits } from '@syncforge/protocol/limits'
import { type Person, personKey } from '@syncforge/protocol/person'
import type { KnownPerson } from '../../room/feature.ts'
import { invalid } from './invalid.ts'
import type { People } from './people.ts'

export interface Said {
  readonly body: CommentBody
  readonly text: string
  readonly mentions: readonly Person[]
}

/** As words are looked for: small letters, one form of each. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/**
 * @param before what the comment says now: whom it mentions already, it may go on mentioning, by the same name
 * @throws RoomError VALIDATION_ERROR with the path of what may not be there
 */
export const checkSaid = (given: CommentBody, people: Pick<People, 'known'>, before: CommentBody = ''): Said => {
  const fault = findBodyFault(given)
  if (fault !== null) throw invalid(fault.path, fault.message)
  const mentioned = new Map<string, KnownPerson>()
  mapMentions(before, (one) => {
    const { userId, verified = true, name = userId } = one
    mentioned.set(personKey({ userId, verified }), { userId, verified, name })
    return one
  })
  /** Who was known when they were first mentioned. */
  const knownBefore = (userId: string, verified: boolean | undefined) =>
    (verified === undefined ? [true, false] : [verified]).flatMap(
      (isProven) => mentioned.get(personKey({ userId, verified: isProven })) ?? [],
    )[0]
  const mentions = new Map<string, Person>()
  const body = mapMentions(given, ({ userId, verified }) => {
    const { name, ...person } = knownBefore(userId, verified) ?? people.known(userId, verified)
    mentions.set(personKey(person), person)
    return { type: 'mention', ...person, name }
  })
  if (mentions.size > limits.commentMentionsMax) throw invalid('body', 'mentions too many people')
  return { body, text: plainTextOf(body), mentions: [...mentions.values()] }
}
