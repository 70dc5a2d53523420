/** What a part that comes on demand is handed. Types only. */
import type { Link } from '../../connection/link.ts'
import type { createPace } from '../../connection/pace.ts'
import type { CreateStore } from '../../store.ts'
import type { Connections } from '../presence/connections.ts'

/** What a page has anyway is handed over: imported by a part it would be cut out of what is loaded first, into a file of its own. */
export interface PartContext {
  readonly link: Link
  readonly roomId: string
  readonly connections: Pick<Connections, 'entries' | 'setOwn'>
  readonly createStore: CreateStore
  readonly createPace: typeof createPace
}
