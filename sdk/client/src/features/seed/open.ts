/** Owns the way to seeding a document: few ever do, the code for it comes with the first call. */
import { defaultDocument } from '@syncforge/protocol/names'
import type { WithDocuments } from '../documents/documents.ts'
import type { OpenFeature } from '../feature.ts'
import type { PartsContext } from '../parts/load.ts'
import type { SeedWriter } from './seed.ts'

export interface WithSeeds {
  /**
   * Gives a document its first content, once however many call this at the same time: one of them writes it into an empty document of its
   * own, the others wait. Resolves when the content is in this room's copy; where the document has content already, `write` is not called.
   * Who may not write waits until somebody has. `write` runs again, at somebody else, only when its caller fails or is gone.
   *
   * @throws what `write` throws; SyncForgeError PAYLOAD_TOO_LARGE past 780 kB, MALFORMED_MESSAGE, LOAD_FAILED, CLOSED after the room was left
   * @example await room.seed((doc) => doc.getText('content').insert(0, template))
   */
  seed(write: SeedWriter, options?: { readonly document?: string }): Promise<void>
}

export const openSeeds = (
  { part }: PartsContext,
  { room: { getDocument } }: OpenFeature<WithDocuments>,
): OpenFeature<WithSeeds> => {
  const use = part('seed')
  return {
    room: {
      async seed(write, { document = defaultDocument } = {}) {
        // Checks the name, and opens the document before anything else happens to it.
        getDocument(document)
        const { seed } = await use()
        return seed(document, write)
      },
    },
  }
}
