/** Owns nothing: what the part for comments is handed. */
import { createId } from '@syncforge/protocol/ids'
import { batch } from '../../batch.ts'
import { createStore, createView } from '../../store.ts'

/** What a page has anyway: the part is given it, for an import of its own would cut it out of what is loaded first. */
export const tools = { batch, createId, createStore, createView }
export type Tools = typeof tools
