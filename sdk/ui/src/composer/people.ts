/** Owns whom one may mean in a room: as the room says, and as this page knows while the room cannot be asked. */
import type { Room, SuggestedPerson } from '@syncforge/client'
import { keyOf, nameOf, plainText } from '../base/safe.ts'
import type { Suggestion } from './suggestions.ts'

const shownMax = 8

/** Each once, those who are here first and as they are called now. */
const peopleOf = (room: Room | null): readonly Suggestion[] => {
  const people = new Map<string, Suggestion>()
  const add = (someone: { readonly userId: string; readonly verified: boolean; readonly userInfo: object }) => {
    const { userId, verified } = someone
    const key = keyOf(someone)
    if (!people.has(key)) people.set(key, { userId, verified, name: nameOf(someone as Parameters<typeof nameOf>[0]) })
  }
  for (const user of room?.presence.get() ?? []) add(user)
  for (const { author, comments } of room?.comments.get() ?? []) {
    add(author)
    for (const comment of comments) add(comment.author)
  }
  return [...people.values()]
}

const knownHere = (room: Room | null, query: string): readonly Suggestion[] => {
  const wanted = query.toLocaleLowerCase()
  return peopleOf(room).filter(({ name }) => ` ${name.toLocaleLowerCase()}`.includes(` ${wanted}`))
}

/**
 * Whom the room offers, the likeliest first; who is on this page besides, such as myself, comes after them. `more` is told when the organization's own
 * address for people has named others.
 */
export const suggestPeople = async (
  room: Room | null,
  query: string,
  more: (people: readonly Suggestion[]) => void,
): Promise<readonly Suggestion[]> => {
  const here = knownHere(room, query)
  if (room?.status.get() !== 'connected') return here
  const withHere = (found: readonly SuggestedPerson[]): readonly Suggestion[] => {
    const offered = new Set(found.map(keyOf))
    return [
      ...found.map(({ userId, verified, name }) => ({ userId, verified, name: plainText(name) || userId })),
      ...here.filter(({ userId, verified = false }) => !offered.has(keyOf({ userId, verified }))),
    ]
  }
  try {
    return withHere(
      await room.people.suggest(query, {
        limit: shownMax,
        more: ({ people, state }) => state === 'ok' && more(withHere(people)),
      }),
    )
  } catch {
    // Who asks too often, or may not ask, still sees who is here.
    return here
  }
}
