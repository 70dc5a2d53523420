// Owns what the page needs of an editor to show comments on its words. Places count the characters of the document, see docs/reference/comments.md.
import type { Room } from '@syncforge/client'

export type Root = Parameters<Awaited<ReturnType<Room['comments']['anchors']>>['of']>[0]

export interface Place {
  readonly from: number
  readonly to: number
}

/** Words that a thread is about. */
export interface Mark extends Place {
  readonly id: string
  /** The thread that is looked at. */
  readonly isActive: boolean
}

export interface Surface {
  readonly root: Root
  /** The words that are selected, also while another field has the focus; `null`: none. */
  selected(): Place | null
  /** Highlights `marks`, and nothing else. Until the next call they move with the text. */
  show(marks: readonly Mark[]): void
  /** The threads whose words were clicked on. */
  threadsAt(event: MouseEvent): readonly string[]
  /** Brings shown words into view. */
  reveal(mark: Mark): void
}

/** The classes of highlighted words, for editors that put them into elements of their own; threads may overlap. */
export const classesOf = ({ id, isActive }: Mark): string =>
  `commented thread-${id}${isActive ? ' commented-active' : ''}`

/** For words that bear these classes. Looked up by place: an editor may have drawn them anew since the button went down. */
export const threadsAt = ({ clientX, clientY }: MouseEvent): string[] =>
  document
    .elementsFromPoint(clientX, clientY)
    .filter(({ classList }) => classList.contains('commented'))
    .flatMap(({ classList }) => [...classList])
    .flatMap((name) => (name.startsWith('thread-') ? [name.slice('thread-'.length)] : []))

const HEADER_PX = 80

/** Scrolls the page only when the words cannot be seen. */
export const revealRect = ({ top, bottom }: DOMRect): void => {
  if (top < HEADER_PX || bottom > innerHeight) scrollBy({ top: top - innerHeight / 2, behavior: 'smooth' })
}

export const revealIn = (place: Element, { id }: Mark): void => {
  const [words] = place.getElementsByClassName(`thread-${id}`)
  if (words) revealRect(words.getBoundingClientRect())
}
