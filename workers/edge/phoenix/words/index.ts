/** The families of words, one line each. An event of several is said in this order. */
import { cursorWords } from './cursors.ts'
import { documentWords } from './documents.ts'
import { presenceWords } from './presence.ts'
import type { OpenWords } from './words.ts'

export const roomWords: readonly OpenWords[] = [cursorWords, documentWords, presenceWords]
