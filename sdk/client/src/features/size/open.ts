/** Owns the way to a document's size: the code for it comes with the first call. */
import { subscribeOnDemand, withCallsOnDemand } from '../../on-demand.ts'
import type { Unsubscribe } from '../../store.ts'
import type { OpenFeature } from '../feature.ts'
import type { PartsContext } from '../parts/load.ts'
import type { DocumentFill, DocumentSize } from './size.ts'

export interface WithSizes {
  /**
   * How large a document is in the room, and how large it may become: past a bound its edits are refused.
   *
   * @param name without it, the document `default`
   * @throws SyncForgeError VALIDATION_ERROR for a bad name, NETWORK_ERROR, TIMEOUT, LOAD_FAILED, CLOSED
   * @example const { bytes, share } = await room.documentSize() // bytes: { is: 1_204_331, max: 31_457_280 }, share: 0.038
   */
  documentSize(name?: string): Promise<DocumentSize>
  /**
   * Warns before a bound of a document is reached: calls back when it has come to 80, 90 and 95 % of one, and soon when it has already.
   * Returns the way to stop.
   *
   * @param name without it, the document `default`
   * @example room.onDocumentFilled(({ share }) => notice.show(`This document is ${Math.floor(share * 100)} % full`))
   */
  onDocumentFilled(listener: (fill: DocumentFill) => void, name?: string): Unsubscribe
}

export const openSizes = ({ link, part }: PartsContext): OpenFeature<WithSizes> => {
  const use = part('size')
  return {
    room: {
      documentSize: withCallsOnDemand(use).documentSize,
      onDocumentFilled: (...given) => subscribeOnDemand(use, link.report, (sizes) => sizes.onDocumentFilled(...given)),
    },
  }
}
