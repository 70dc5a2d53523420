/** The other end of the mirror, in a worker that may speak to Postgres, as the room sees it. */

import type { RoomName } from '../admission.ts'
import type { OutboxEntry } from '../facts/outbox.ts'
import type { MirrorCopy, MirrorItem } from '../feature.ts'

export interface MirrorBatch {
  readonly room: RoomName
  readonly items: readonly MirrorItem[]
  readonly facts: readonly OutboxEntry[]
}

/** Names a copy within its room. */
export interface CopyPosition {
  readonly kind: string
  readonly key: string
}

/** Some of a room's copies, in the order of their positions. */
export interface RestorePage {
  readonly copies: readonly MirrorCopy[]
  readonly hasMore: boolean
  /** The highest sequence of a fact that the room has sent, 0 for none. */
  readonly lastFact: number
}

export interface MirrorTarget {
  /** `false`: there is no such room any more, nothing was stored. Rejects when it could not store the whole batch. */
  accept(batch: MirrorBatch): Promise<boolean>
  /** What is stored after a position, or `null` when there is no such room. Rejects when a copy is damaged. */
  restore(room: RoomName, after: CopyPosition | null): Promise<RestorePage | null>
}

/** The worker's own entry point `Mirror`; a worker without one has no mirror. */
export const mirrorOf = (state: DurableObjectState): MirrorTarget | undefined =>
  (state as { readonly exports?: { readonly Mirror?: MirrorTarget } }).exports?.Mirror
