/** The families of words, one line each. An event of several is said in this order. */
import { chatWords } from './chat.ts'
import { checklistWords } from './checklists.ts'
import { cursorWords } from './cursors.ts'
import { documentWords } from './documents.ts'
import { editingWords } from './editing.ts'
import { inboxWords } from './inbox.ts'
import { infoWords } from './info.ts'
import { presenceWords } from './presence.ts'
import type { OpenWords } from './words.ts'

/** Who left is asked for by others before presence forgets them. */
export const roomWords: readonly OpenWords[] = [
  cursorWords,
  documentWords,
  editingWords,
  presenceWords,
  chatWords,
  checklistWords,
  infoWords,
]

export const wordsOfInbox: readonly OpenWords[] = [inboxWords]
