// Owns what the page needs of an editor to show comments on its words. Places count the characters of the document, see docs/reference/comments.md.
import type { Room } from '@syncforge/client'

export type Root = Parameters<Awaited<ReturnType<Room['comments']['anchors']>>['of']>[0]

/** Words that a thread is about. */
export interface Mark {
  readonly id: string
  readonly from: number
  readonly to: number
}

export interface Surface {
  readonly root: Root
  /** The words that are selected, or `null`. */
  selected(): Omit<Mark, 'id'> | null
  /** Highlights `marks`, and nothing else; each bears its thread as `data-thread`, or as a class where the editor takes no attributes. */
  show(marks: readonly Mark[]): void
}
