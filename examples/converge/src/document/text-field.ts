/** Keeps a text field and a shared text the same, with the caret where it was. Only what differs is written, so that two who type merge. */
import * as Y from 'yjs'

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

export const bindField = (field: HTMLTextAreaElement, text: Y.Text) => {
  const origin = { field }
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([origin]), captureTimeout: 500 })
  const typed = () => {
    const { at, removed, added } = difference(text.toString(), field.value)
    text.doc?.transact(() => {
      if (removed > 0) text.delete(at, removed)
      if (added) text.insert(at, added)
    }, origin)
  }
  const heard = (_: Y.YTextEvent, { origin: by }: Y.Transaction) => {
    if (by === origin) return
    const after = text.toString()
    const { at, removed, added } = difference(field.value, after)
    const moved = (place: number) => (place <= at ? place : Math.max(at, place - removed) + added.length)
    const { selectionStart, selectionEnd } = field
    field.value = after
    field.setSelectionRange(moved(selectionStart), moved(selectionEnd))
  }
  const keys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    const key = event.key.toLowerCase()
    if (key !== 'z' && key !== 'y') return
    // The field's own undo would take back what others wrote.
    event.preventDefault()
    if (key === 'y' || event.shiftKey) undo.redo()
    else undo.undo()
  }
  field.value = text.toString()
  text.observe(heard)
  field.addEventListener('input', typed)
  field.addEventListener('keydown', keys)
  return {
    isMine: (by: unknown) => by === origin || by === undo,
    close() {
      text.unobserve(heard)
      field.removeEventListener('input', typed)
      field.removeEventListener('keydown', keys)
      undo.destroy()
    },
  }
}
