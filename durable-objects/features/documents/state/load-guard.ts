/**
 * Whether a stored document may be loaded now. One that needs more memory than a room has is refused before it is tried: a room that ran
 * out of memory could not say why. One that failed is tried again ever more rarely.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import { memoryOfState } from '../sync/scan-update.ts'
import type { DocumentStore, StoredDocument, StoredSize } from './store.ts'
import { memoryBytesOf, tooLarge } from './usage.ts'

const retryFirstMs = 5_000
const retryMaxMs = 600_000

export interface LoadGuard {
  /** Call before a load. @throws RoomError DOCUMENT_TOO_LARGE or ROOM_UNAVAILABLE */
  begin(document: StoredDocument): void
  succeeded(document: StoredDocument): void
  failed(document: StoredDocument): void
}

export const createLoadGuard = (store: DocumentStore, clock: () => number): LoadGuard => {
  // Not in rows: a load often runs in a transaction that its own failure rolls back.
  const failures = new Map<number, { readonly attempts: number; readonly retryAt: number }>()

  /** Counts that were made, and of which rows. */
  const counted = new Map<number, StoredSize & { readonly memoryBytes: number }>()

  /** What rows say of a document is an estimate that is never too small: the bytes themselves tell. */
  const count = ({ id }: StoredDocument, size: StoredSize): number => {
    const known = counted.get(id)
    if (known?.bytes === size.bytes && known.structs === size.structs) return known.memoryBytes
    let memoryBytes = size.bytes
    try {
      const { snapshot, updates } = store.load(id)
      for (const part of snapshot === null ? updates : [snapshot, ...updates]) {
        memoryBytes += memoryOfState(part)
      }
    } catch {
      // Damaged or not: there is nothing to go by but what the rows say.
      memoryBytes = memoryBytesOf(size)
    }
    counted.set(id, { ...size, memoryBytes })
    return memoryBytes
  }

  return {
    begin(document) {
      const size = store.size(document.id)
      if (memoryBytesOf(size) > limits.documentMemoryMaxBytes) {
        const memoryBytes = count(document, size)
        if (memoryBytes > limits.documentMemoryMaxBytes) throw tooLarge(document.name, 'memoryBytes', memoryBytes)
      }
      const waitMs = (failures.get(document.id)?.retryAt ?? 0) - clock()
      // A clock set backwards must not shut a document away: no wait is longer than the longest.
      if (waitMs > 0 && waitMs <= retryMaxMs) {
        throw new RoomError('ROOM_UNAVAILABLE', 'The stored document cannot be loaded', {
          document: document.name,
          retryAfterMs: waitMs,
        })
      }
    },
    succeeded: ({ id }) => void failures.delete(id),
    failed({ id }) {
      const attempts = (failures.get(id)?.attempts ?? 0) + 1
      failures.set(id, { attempts, retryAt: clock() + Math.min(retryMaxMs, retryFirstMs * 2 ** (attempts - 1)) })
    },
  }
}
