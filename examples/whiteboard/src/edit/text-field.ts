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

/** Who stops typing for so long has done one thing, which undo takes back by itself. */
const pauseMs = 800

/** Returns the way to stop. */
export const bindField = (field: HTMLTextAreaElement, text: Y.Text, board: Board): (() => void) => {
  let typedAt = Number.NEGATIVE_INFINITY
  /** An input method is at work: nothing may touch the field, and its words are not whole. */
  let isComposing = false
  const show = () => {
    const after = text.toString()
    const { at, removed, added } = difference(field.value, after)
    if (removed === 0 && added === '') return
    const moved = (place: number) => (place <= at ? place : Math.max(at, place - removed) + added.length)
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
  /** What others wrote while an input method was at work: applied to the text as the field had it, and to the field afterwards. */
  let missed: { readonly before: string } | null = null
  const heard = () => {
    if (!isComposing) show()
  }
  const began = () => {
    isComposing = true
    missed = { before: text.toString() }
  }
  const ended = () => {
    isComposing = false
    const { at, removed, added } = difference(missed?.before ?? '', field.value)
    const others = difference(missed?.before ?? '', text.toString())
    missed = null
    // What I changed lies behind what they did, or before it.
    const place = others.at <= at && text.length !== 0 ? at + others.added.length - others.removed : at
    board.write(() => {
      const from = Math.max(0, Math.min(place, text.length))
      if (removed > 0) text.delete(from, Math.min(removed, text.length - from))
      if (added) text.insert(from, added)
    })
    show()
  }
  field.value = text.toString()
  text.observe(heard)
  field.addEventListener('input', typed)
  field.addEventListener('compositionstart', began)
  field.addEventListener('compositionend', ended)
  return () => {
    text.unobserve(heard)
    field.removeEventListener('input', typed)
    field.removeEventListener('compositionstart', began)
    field.removeEventListener('compositionend', ended)
  }
}
