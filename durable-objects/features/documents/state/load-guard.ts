/**
 * Whether a stored document may be loaded now. One that needs more memory than a room has is refused before it is tried: a room that ran
 * out of memory could not say why. One that failed is tried again ever more rarely.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { DocumentStore, StoredDocument } from './store.ts'

/**
 * Measured with Yjs 13.6 on Node 24 (heap and array buffers after a load, less the bytes): 200 per struct of a text, 500 of a map, of
 * nested types or XML; a long run of text is one struct.
 */
const memoryPerStructBytes = 500

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

  return {
    begin(document) {
      const { bytes, structs } = store.size(document.id)
      const memoryBytes = bytes + structs * memoryPerStructBytes
      if (memoryBytes > limits.documentMemoryMaxBytes) {
        throw new RoomError('DOCUMENT_TOO_LARGE', `${document.name} would take about ${memoryBytes} bytes of memory`, {
          document: document.name,
          bytes,
          memoryBytes,
          maxMemoryBytes: limits.documentMemoryMaxBytes,
        })
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
