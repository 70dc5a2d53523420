/** What somebody wants to say, checked and completed: rule CM4. */
import {
  type CommentBody,
  type CommentInline,
  findBodyFault,
  mapMentions,
  mentionPattern,
  plainTextOf,
} from '@syncforge/protocol/comment-body'
import { limits } from '@syncforge/protocol/limits'
import { type Person, personKey } from '@syncforge/protocol/person'
import { UserId } from '@syncforge/protocol/schemas'
import type { Connection, KnownPerson } from '../../room/feature.ts'
import { invalid } from './invalid.ts'
import type { People } from './people.ts'

export interface Said {
  readonly body: CommentBody
  readonly text: string
  readonly mentions: readonly Person[]
}

/** As words are looked for: small letters, one form of each. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** No more nodes than a paragraph may have. */
const plainMentionsMax = 200

/** The id in a mention of plain text. @throws RoomError VALIDATION_ERROR */
const readId = (written: string): string => {
  try {
    const id = UserId.safeParse(decodeURIComponent(written))
    if (id.success) return id.data
  } catch {
    // No such id either.
  }
  throw invalid('body', 'mentions are <@id>, with the id as encodeURIComponent writes it')
}

/** Plain text that mentions somebody, as a tree; any other as it is. */
const withMentions = (text: string): CommentBody => {
  const found = [...text.matchAll(mentionPattern)]
  if (found.length === 0) return text
  if (found.length > plainMentionsMax) throw invalid('body', 'mentions too many people')
  const content: CommentInline[] = []
  let at = 0
  const say = (words: string) => {
    if (words !== '') content.push({ type: 'text', text: words })
  }
  for (const { 0: whole, 1: written = '', index } of found) {
    say(text.slice(at, index))
    content.push({ type: 'mention', userId: readId(written) })
    at = index + whole.length
  }
  say(text.slice(at))
  return { blocks: [{ type: 'paragraph', content }] }
}

/**
 * @param from who says it: whom they may mean (rule SU7)
 * @param before what the comment says now: whom it mentions already, it may go on mentioning, by the same name
 * @throws RoomError VALIDATION_ERROR with the path of what may not be there
 */
export const checkSaid = (
  given: CommentBody,
  people: Pick<People, 'known'>,
  from: Connection,
  before: CommentBody = '',
): Said => {
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
  const body = mapMentions(typeof given === 'string' ? withMentions(given) : given, (mention) => {
    const { name, ...person } = knownBefore(mention.userId, mention.verified) ?? people.known(mention, from)
    mentions.set(personKey(person), person)
    return { type: 'mention', ...person, name }
  })
  if (mentions.size > limits.commentMentionsMax) throw invalid('body', 'mentions too many people')
  return { body, text: plainTextOf(body), mentions: [...mentions.values()] }
}
