// Owns the document's title: one line of shared text, bound to an input so that two people may even type it together.
import type * as Y from 'yjs'

const PRODUCT = 'SyncForge'

interface Edit {
  readonly index: number
  readonly removed: number
  readonly inserted: string
}

/** The one replacement that turns `before` into `after`, as small as it can be. */
export const editBetween = (before: string, after: string): Edit => {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { index: start, removed: before.length - start - end, inserted: after.slice(start, after.length - end) }
}

/** Binds `input` to `text` until the result is called; Enter calls `onDone`. */
export const bindTitle = (input: HTMLInputElement, text: Y.Text, onDone: () => void): (() => void) => {
  const show = () => {
    const title = text.toString()
    document.title = title.trim() ? `${title.trim()} · ${PRODUCT}` : PRODUCT
    if (input.value === title) return
    // The caret stays where it was in the text, not where it was in the line.
    const { index, removed, inserted } = editBetween(input.value, title)
    const shift = (at: number) => (at <= index ? at : Math.max(index, at - removed) + inserted.length)
    const [start, end] = [shift(input.selectionStart ?? 0), shift(input.selectionEnd ?? 0)]
    input.value = title
    if (document.activeElement === input) input.setSelectionRange(start, end)
  }
  const write = () => {
    const { index, removed, inserted } = editBetween(text.toString(), input.value)
    text.doc?.transact(() => {
      if (removed) text.delete(index, removed)
      if (inserted) text.insert(index, inserted)
    })
  }
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    onDone()
  }
  text.observe(show)
  input.addEventListener('input', write)
  input.addEventListener('keydown', key)
  show()
  return () => {
    text.unobserve(show)
    input.removeEventListener('input', write)
    input.removeEventListener('keydown', key)
  }
}
