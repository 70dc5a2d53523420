/**
 * Restoring: nobody is let into a room whose storage is empty before it is known to be new, or has taken back what Postgres holds of it.
 * While Postgres does not answer, or holds a copy that is damaged, the room is unavailable: never empty.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { ActorStorage } from '../../actor/storage.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { RoomName } from '../admission.ts'
import type { Outbox } from '../facts/outbox.ts'
import type { MirrorCopy, MirrorSource } from '../feature.ts'
import type { NameStore } from '../record/name.ts'
import type { CopyPosition, MirrorTarget } from './target.ts'

/**
 * What the object is to somebody who calls it by a name. `ready`: the room that is meant. `empty`: nothing yet. `outlived`: an earlier
 * room of this id, whose deletion did not get here. `later`: the caller's knowledge is older than the room.
 */
export type Standing = 'ready' | 'empty' | 'outlived' | 'later'

export interface Restorer {
  standing(name: RoomName): Standing
  /** Makes an empty room ready. @throws RoomError ROOM_UNAVAILABLE; ROOM_DELETED when it was */
  restore(name: RoomName, isNew: boolean): Promise<void>
}

interface RestorerParts {
  readonly storage: ActorStorage
  readonly names: NameStore
  readonly sources: readonly MirrorSource[]
  readonly outbox: Outbox
  readonly target: MirrorTarget | undefined
  /** Runs `work` while no other event reaches the object. */
  alone<T>(work: () => Promise<T>): Promise<T>
  clock(): number
  log(event: string, detail: Readonly<Record<string, unknown>>): void
}

const pageTimeoutMs = 8_000
/** The platform resets an object that keeps everybody waiting for 30 s. */
const restoreTimeoutMs = 25_000
/** Many who join a room that cannot be restored share one attempt. */
const retryAfterMs = 1_000

export const createRestorer = (parts: RestorerParts): Restorer => {
  const { storage, names, sources, outbox, target, alone, clock, log } = parts
  let after: CopyPosition | null = null
  let failure: { readonly error: RoomError; readonly at: number } | null = null

  const standing = (name: RoomName): Standing => {
    const known = names.get()
    if (known === null) return 'empty'
    if (known.createdAt === 0) names.learn(name)
    else if (known.createdAt < name.createdAt) return 'outlived'
    else if (known.createdAt > name.createdAt) return 'later'
    return 'ready'
  }

  const takeBack = (copy: MirrorCopy) => {
    const source = sources.find(({ kind }) => kind === copy.kind)
    if (source === undefined) log('copy_of_unknown_kind', { kind: copy.kind, key: copy.key })
    else storage.transactionSync(() => source.restore(copy))
    after = { kind: copy.kind, key: copy.key }
  }

  const restoreFrom = async (mirror: MirrorTarget, name: RoomName) => {
    const endsAt = clock() + restoreTimeoutMs
    for (let hasMore = true; hasMore; ) {
      const page = await withinTime(mirror.restore(name, after), Math.min(pageTimeoutMs, endsAt - clock()))
      // Whoever calls knows a record of it, from a moment ago.
      if (page === null) throw new RoomError('ROOM_DELETED', 'The room was deleted')
      for (const copy of page.copies) takeBack(copy)
      hasMore = page.hasMore
      if (hasMore) continue
      storage.transactionSync(() => {
        outbox.continueAfter(page.lastFact)
        // Last: an object with a name is complete.
        names.learn(name)
      })
    }
  }

  const attempt = async (mirror: MirrorTarget, name: RoomName): Promise<RoomError | null> => {
    // Somebody before us may have been through all of this while we waited.
    if (standing(name) !== 'empty') return null
    if (failure !== null && Math.abs(clock() - failure.at) < retryAfterMs) return failure.error
    try {
      await restoreFrom(mirror, name)
      return null
    } catch (cause) {
      if (cause instanceof RoomError) return cause
      log('restore_failed', { error: cause instanceof Error ? cause.message : String(cause) })
      const error = new RoomError('ROOM_UNAVAILABLE', 'The room cannot be restored right now')
      failure = { error, at: clock() }
      return error
    }
  }

  return {
    standing,
    async restore(name, isNew) {
      if (isNew || target === undefined) return names.learn(name)
      // What it resolves with, not what it throws: the platform resets an object whose work alone fails.
      const error = await alone(() => attempt(target, name))
      if (error !== null) throw error
    },
  }
}
