/** What is known of the room's threads, one entry each: how a change is made in them. */
import type { Comment, Thread } from '@syncforge/protocol/comments'
import type { Person } from '@syncforge/protocol/person'

export interface Entry {
  readonly head: Thread
  readonly comments: readonly Comment[]
  readonly hasMore: boolean
  readonly isPending?: boolean
}
export type Entries = Map<string, Entry>

/** Above every number of the room: of what it has not answered yet. */
export const last = Number.MAX_SAFE_INTEGER

export const put = (entries: Entries, head: Thread, comment?: Comment, isPending = false) => {
  const entry = entries.get(head.id)
  const known = entry?.comments ?? []
  const others = known.filter(({ id }) => id !== comment?.id)
  const comments = comment ? [...others, comment].sort((a, b) => a.sequence - b.sequence) : known
  entries.set(head.id, { head, comments, hasMore: entry?.hasMore ?? comments.length < head.comments, isPending })
}

export const changeComment = (entries: Entries, commentId: string, change: (comment: Comment) => Comment) => {
  for (const [id, entry] of entries) {
    if (!entry.comments.some((comment) => comment.id === commentId)) continue
    const comments = entry.comments.map((comment) => (comment.id === commentId ? change(comment) : comment))
    entries.set(id, { ...entry, comments })
  }
}
/** The comment as it is when somebody adds a reaction or takes it back. */
export const reactedBy = (comment: Comment, emoji: string, person: Person, isOn: boolean): Comment => {
  // Written out: what the first load imports too would be cut out of it, into a file of its own.
  const isThem = ({ userId, verified }: Person) => userId === person.userId && verified === person.verified
  const others = comment.reactions.map((each) =>
    each.emoji === emoji ? { emoji, people: each.people.filter((one) => !isThem(one)) } : each,
  )
  if (isOn && !others.some((each) => each.emoji === emoji)) others.push({ emoji, people: [] })
  const reactions = others.map((each) =>
    isOn && each.emoji === emoji ? { emoji, people: [...each.people, person] } : each,
  )
  return { ...comment, reactions: reactions.filter(({ people }) => people.length > 0) }
}
