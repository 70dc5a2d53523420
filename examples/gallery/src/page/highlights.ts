// Owns the way from threads to highlights: where the words of each are, after every change of the document.
import type { Anchors, CommentThread, Room, WordsAnchor } from '@syncforge/client'
import { useEffect, useMemo, useState } from 'react'
import type { Mark, Surface } from '../comments/surface.ts'

/** Many edits come in a row: highlights move with each by themselves and are looked up anew this much later. */
const REFRESH_AFTER_MS = 50

/** The words of that document that a thread is about. */
export const wordsIn = (document: string, { anchor }: CommentThread) =>
  anchor && 'runs' in anchor && anchor.document === document ? anchor : null

export interface Commented {
  readonly id: string
  readonly words: Pick<WordsAnchor, 'runs'>
  readonly isActive: boolean
}

/** Keeps `commented` shown in the editor. `markOf`: where the words of a thread are now. */
export const useHighlights = (room: Room, surface: Surface, commented: readonly Commented[]) => {
  const [anchors, setAnchors] = useState<Anchors | null>(null)
  useEffect(() => void room.comments.anchors().then(setAnchors, () => {}), [room])
  const marks = useMemo(() => {
    const markOf = ({ id, words, isActive }: Commented): Mark[] => {
      const found = anchors?.find(surface.root, words)
      return found ? [{ id, from: found.from, to: found.to, isActive }] : []
    }
    return () => commented.flatMap(markOf)
  }, [anchors, surface, commented])
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      due = undefined
      surface.show(marks())
    }
    const changed = () => {
      due ??= setTimeout(show, REFRESH_AFTER_MS)
    }
    show()
    const { doc } = surface.root
    doc?.on('update', changed)
    return () => {
      clearTimeout(due)
      doc?.off('update', changed)
    }
  }, [surface, marks])
  return { anchors, markOf: (id: string) => marks().find((mark) => mark.id === id) }
}
