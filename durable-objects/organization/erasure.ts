/**
 * The end of an organization that was deleted: when its time to be brought back is over, the edge erases everything that is kept of it elsewhere, and
 * its object erases itself, as the last that is left of it.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { KeyValues } from '../actor/key-values.ts'
import { closeSocket } from '../actor/sockets.ts'
import type { ActorStorage } from '../actor/storage.ts'
import type { WakeHandler, Wakeups } from '../actor/wakeups.ts'
import type { FileLedger } from './files/index.ts'

/** What the edge does when it is asked. */
export interface ErasureTarget {
  /**
   * Erases the organization, or some of it, if its time is over. Resolves with when to ask again, in milliseconds since 1970; with `kept` when it is
   * not deleted, or was brought back; with `gone` when nothing is left of it but its own object.
   */
  erase(organizationId: string): Promise<number | 'kept' | 'gone'>
}

/** The worker's own entry point `Erasure`; a worker without one erases nothing. */
const erasureOf = (state: DurableObjectState): ErasureTarget | undefined =>
  (state as { readonly exports?: { readonly Erasure?: ErasureTarget } }).exports?.Erasure

const wakeKey = 'erasing'
const goneKey = 'gone'
const eraseAgainMs = 60_000
/** Rooms that have just been erased still tell so. */
const lateNewsMs = 5_000

export interface Erasing {
  /** From then on, in milliseconds since 1970, it may be erased; `null`: it was brought back. In a transaction. */
  at(at: number | null): void
  /** Nothing is left. What still comes is late. @throws RoomError ORGANIZATION_DELETED */
  requireStanding(): void
  readonly wakeKey: string
  readonly handler: WakeHandler
}

interface ErasingParts {
  readonly state: DurableObjectState
  readonly storage: ActorStorage
  readonly values: KeyValues
  readonly wakeups: Wakeups
  readonly files: Pick<FileLedger, 'dropBelow' | 'isErasing'>
  organizationId(): string
  /** Nothing that is remembered of its rows holds any more. */
  forget(): void
  clock(): number
}

export const createErasing = ({ state, storage, values, wakeups, files, clock, ...parts }: ErasingParts): Erasing => {
  let isErased = false
  const gone = () => new RoomError('ORGANIZATION_DELETED', 'The organization was deleted')

  /** As soon as its files are erased and nobody tells anything any more. Resolves with when to look again. */
  const eraseSelf = async (): Promise<number | null> => {
    const [now, goneAt] = [clock(), values.get<number>(goneKey)]
    if (goneAt === null) {
      storage.transactionSync(() => {
        values.put(goneKey, now)
        files.dropBelow([''])
      })
      return now + lateNewsMs
    }
    if (now < goneAt + lateNewsMs) return goneAt + lateNewsMs
    if (files.isErasing()) return now + eraseAgainMs
    isErased = true
    for (const socket of state.getWebSockets()) closeSocket(socket, gone())
    await storage.erase()
    wakeups.forget()
    parts.forget()
    return null
  }

  const erase = async (): Promise<void> => {
    const next = (await erasureOf(state)?.erase(parts.organizationId())) ?? 'kept'
    const at = next === 'gone' ? await eraseSelf() : next
    if (!isErased) wakeups.wakeAt(wakeKey, at === 'kept' ? null : at)
  }

  return {
    at: (at) => wakeups.wakeAt(wakeKey, at),
    requireStanding() {
      if (isErased) throw gone()
    },
    wakeKey,
    handler(now) {
      // A crash, or a database that is away, while we wait must not be the end of it.
      wakeups.wakeAt(wakeKey, now + eraseAgainMs)
      return erase
    },
  }
}
