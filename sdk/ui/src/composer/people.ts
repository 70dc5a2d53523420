/** Owns whom one may mean in a room, as far as this page knows: who is here, and who has written in its threads. */
import type { Room } from '@syncforge/client'
import { keyOf, nameOf } from '../base/safe.ts'
import type { Suggestion } from './suggestions.ts'

/** Each once, those who are here first and as they are called now. */
export const peopleOf = (room: Room | null): readonly Suggestion[] => {
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
