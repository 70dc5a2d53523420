/** What a part that comes on demand is handed. Types only. */
import type { Link } from '../../connection/link.ts'
import type { Tools } from '../../tools.ts'
import type { WithDocuments } from '../documents/documents.ts'
import type { FeatureContext } from '../feature.ts'
import type { Connections } from '../presence/connections.ts'
import type { PartName, PartOf } from './load.ts'

export interface PartContext extends Tools, Pick<FeatureContext, 'link' | 'roomId'> {
  /** What is said through it is no sign that somebody uses the room. */
  readonly quietLink: Link
  readonly connections: Pick<Connections, 'entries' | 'setOwn'>
  readonly documents: WithDocuments
}

/** What opens the way to a part is given. */
export interface PartsContext {
  readonly link: Link
  /** A part by its name, made for this room with its first use. */
  part<N extends PartName>(name: N): () => Promise<PartOf<N>>
}
