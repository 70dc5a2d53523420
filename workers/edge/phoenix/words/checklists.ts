/** Checklists, and how far the room has come with all of them. */
import type { ChecklistItem } from '@syncforge/protocol/checklists'
import { fieldsOf, textOf, timeOf } from './payload.ts'
import type { OpenWords } from './words.ts'

type Change = { readonly id: string; readonly isDone: boolean | null }

export const checklistWords: OpenWords = (speaker) => {
  /** Whether each item is done; `null` until somebody has needed to know. */
  let items: Map<string, boolean> | null = null
  /** What was heard while they are being read. */
  let meanwhile: Change[] | null = null

  const sayProgress = (known: ReadonlyMap<string, boolean>) => {
    const completed = [...known.values()].filter(Boolean).length
    const progress = known.size === 0 ? 0 : Math.round((100 * completed) / known.size)
    speaker.tell('progress:updated', { progress, completed_items: completed, total_items: known.size })
  }
  const apply = (known: Map<string, boolean>, { id, isDone }: Change) => {
    if (isDone === null) known.delete(id)
    else known.set(id, isDone)
  }
  const read = async () => {
    meanwhile = []
    try {
      const list = await speaker.ask('checklists.list', {})
      const known = new Map(list.map(({ id, done }) => [id, done !== null]))
      for (const change of meanwhile) apply(known, change)
      items = known
      sayProgress(known)
    } catch {
      // The next change reads them.
    }
    meanwhile = null
  }
  const note = (change: Change) => {
    if (items !== null) {
      apply(items, change)
      sayProgress(items)
    } else if (meanwhile !== null) meanwhile.push(change)
    else void read()
  }

  const wordsOf = (item: ChecklistItem) => ({
    item_id: item.id,
    checked: item.done !== null,
    updated_by: item.done?.by.userId ?? null,
    timestamp: timeOf(item.done?.at ?? Date.now()),
    item,
  })

  return {
    requests: {
      async 'checklist:toggle'(payload) {
        const fields = fieldsOf(payload)
        const id = textOf(fields, 'item_id')
        return wordsOf(await speaker.ask('checklists.update', { id, done: fields.checked as boolean }))
      },
    },
    events: {
      'checklists.changed'(item) {
        speaker.tell('checklist:updated', wordsOf(item))
        note({ id: item.id, isDone: item.done !== null })
        return true
      },
      'checklists.removed'({ id }) {
        note({ id, isDone: null })
        return false
      },
    },
  }
}
