/** What a part that comes on demand is handed. Types only. */
import type { Doc } from 'yjs'
import type { Link } from '../../connection/link.ts'
import type { Tools } from '../../tools.ts'
import type { FeatureContext } from '../feature.ts'
import type { Connections } from '../presence/connections.ts'

export interface PartContext extends Tools, Pick<FeatureContext, 'link' | 'roomId' | 'endpoint'> {
  /** What is said through it is no sign that somebody uses the room. */
  readonly quietLink: Link
  readonly connections: Pick<Connections, 'entries' | 'setOwn'>
  readonly documents: { flush(): Promise<void>; getDocument(name?: string): Doc }
}
