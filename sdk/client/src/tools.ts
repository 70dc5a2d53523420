/** What a page has anyway and parts on demand are handed: imported by them it would be cut out of what is loaded first, into a file of its own. */
import { callSafely } from './batch.ts'
import { checkJson } from './check.ts'

export const tools = { callSafely, checkJson }

export type Tools = typeof tools
