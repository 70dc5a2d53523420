/** The room's copies elsewhere: what goes there, and what comes back to a room that has lost its storage. */
import type { KeyValues } from '../../actor/key-values.ts'
import type { Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { Outbox } from '../facts/outbox.ts'
import type { MirrorSource } from '../feature.ts'
import type { RoomRecord } from '../record/index.ts'
import { createMirror, type RoomMirror } from './mirror.ts'
import { createOwnCopy, type OwnCopy } from './own-copy.ts'
import { createRestorer, type Restorer } from './restore.ts'
import type { MirrorTarget } from './target.ts'

export interface Mirroring {
  readonly mirror: RoomMirror
  readonly ownCopy: OwnCopy
  readonly restorer: Restorer
}

interface MirroringParts {
  readonly storage: ActorStorage
  readonly values: KeyValues
  readonly record: RoomRecord
  readonly outbox: Outbox
  readonly wakeups: Wakeups
  /** What features have copies of. */
  readonly sources: readonly MirrorSource[]
  /** The other end; a room in memory has none: nothing of it goes there or comes from there. */
  readonly target: MirrorTarget | undefined
  alone<T>(work: () => Promise<T>): Promise<T>
  clock(): number
  readonly log: Log
}

export const createMirroring = ({ values, record, sources, ...parts }: MirroringParts): Mirroring => {
  const { generation, lineage, rights, sharing, names } = record
  const ownCopy = createOwnCopy({ values, generation, lineage, rights, sharing, mirrorLater: () => mirror.later() })
  // The room's own copy first: nothing else of it is worth anything without.
  const all = [ownCopy, ...sources]
  const mirror = createMirror({ ...parts, sources: all, name: names.get })
  return { mirror, ownCopy, restorer: createRestorer({ ...parts, names, sources: all }) }
}
