/** Keeps a text field and a shared text the same, with the caret where it was. Only what differs is written, so that two who type merge. */
import type * as Y from 'yjs'
import type { Board } from '../board/board.ts'

/** Where two texts differ: from `at` on, `removed` characters became `added`. */
export const difference = (before: string, after: string): { at: number; removed: number; added: string } => {
  const shorter = Math.min(before.length, after.length)
  let at = 0
  while (at < shorter && before[at] === after[at]) at += 1
  let tail = 0
  while (tail < shorter - at && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  // Half of a pair is no character.
  if (at > 0 && /[\uD800-\uDBFF]/.test(after[at - 1] ?? '')) at -= 1
  if (tail > 0 && /[\uDC00-\uDFFF]/.test(after.at(-tail) ?? '')) tail -= 1
  return { at, removed: before.length - tail - at, added: after.slice(at, after.length - tail) }
}

type Delta = Y.YTextEvent['delta']

/** Where a place in a text is after somebody changed it. It stays before what they put there, so that two who write at one place do not mix. */
export const carried = (place: number, delta: Delta): number => {
  let [old, now] = [0, 0]
  for (const { retain = 0, delete: removed = 0, insert = '' } of delta) {
    if (place < old + retain || (insert && place <= old + retain)) break
    if (place < old + removed) return now
    old += retain + removed
    now += retain + (typeof insert === 'string' ? insert.length : 1)
  }
  return now + place - old
}

/** Who stops typing for so long has done one thing, which undo takes back by itself. */
const pauseMs = 800

/** Returns the way to stop. */
export const bindField = (field: HTMLTextAreaElement, text: Y.Text, board: Board): (() => void) => {
  let typedAt = Number.NEGATIVE_INFINITY
  /** An input method is at work: nothing may touch the field, and its words are not whole. */
  let isComposing = false
  const show = (moved: (place: number) => number) => {
    const after = text.toString()
    if (field.value === after) return
    const { selectionStart, selectionEnd } = field
    field.value = after
    field.setSelectionRange(moved(selectionStart), moved(selectionEnd))
  }
  const typed = () => {
    if (isComposing) return
    const { at, removed, added } = difference(text.toString(), field.value)
    if (removed === 0 && added === '') return
    const now = performance.now()
    if (now - typedAt > pauseMs) board.beginStep()
    typedAt = now
    board.write(() => {
      if (removed > 0) text.delete(at, removed)
      if (added) text.insert(at, added)
    })
  }
  /** What the text was when an input method began, and what others have done to it since. */
  let before = ''
  let missed: Delta[] = []
  const heard = ({ delta }: Y.YTextEvent) => {
    if (isComposing) missed.push(delta)
    else show((place) => carried(place, delta))
  }
  let settling: ReturnType<typeof setTimeout> | undefined
  const began = () => {
    clearTimeout(settling)
    if (isComposing) return
    isComposing = true
    before = text.toString()
    missed = []
  }
  const settle = () => {
    const { at, removed, added } = difference(before, field.value)
    const others = [...missed]
    const now = (place: number) => others.reduce(carried, place)
    const [from, to] = [now(at), now(at + removed)]
    board.write(() => {
      if (to > from) text.delete(from, to - from)
      if (added) text.insert(from, added)
    })
    isComposing = false
    show((place) => {
      if (place <= at) return now(place)
      const mine = place - at
      return mine <= added.length ? from + mine : now(place - added.length + removed) + added.length - (to - from)
    })
  }
  /** Not before the browser is through: it puts the caret where it thinks that the words are. */
  const ended = () => {
    settling = setTimeout(settle)
  }
  field.value = text.toString()
  text.observe(heard)
  field.addEventListener('input', typed)
  field.addEventListener('compositionstart', began)
  field.addEventListener('compositionend', ended)
  return () => {
    clearTimeout(settling)
    if (isComposing) settle()
    text.unobserve(heard)
    field.removeEventListener('input', typed)
    field.removeEventListener('compositionstart', began)
    field.removeEventListener('compositionend', ended)
  }
}
