/** What a page has anyway and parts on demand are handed: imported by them it would be cut out of what is loaded first, into a file of its own. */
import { defaultDocument } from '@syncforge/protocol/names'
import { callSafely } from './batch.ts'
import { checkJson } from './check.ts'
import { backoffMs } from './connection/backoff.ts'
import { createPace } from './connection/pace.ts'
import { fromWire } from './errors.ts'
import { createStore, createView } from './store.ts'

export const tools = {
  backoffMs,
  callSafely,
  checkJson,
  createPace,
  createStore,
  createView,
  defaultDocument,
  fromWire,
}

export type Tools = typeof tools
