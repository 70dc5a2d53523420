/** Owns the way to comments: the code for them comes with the first use. */
import { batch } from '../../batch.ts'
import { fromWire } from '../../errors.ts'
import { listenerOnDemand, storeOnDemand, withCallsOnDemand } from '../../on-demand.ts'
import { createStore, createView, type Store } from '../../store.ts'
import type { WithDocuments } from '../documents/documents.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import { parts } from '../parts/load.ts'
import type { CommentCalls, CommentThread, Tools } from './comments.ts'

const tools: Tools = { batch, createStore, createView, fromWire }

interface Fixed extends Store<readonly CommentThread[]> {
  /** How many comments of others I have not read, in all threads. */
  readonly unread: Store<number>
}

/**
 * Comments of the room, in threads. `get` and `subscribe`: the open threads and those that were loaded, the most recently active first;
 * what I do shows at once, and is taken back when the room refuses it.
 */
export interface Comments extends Fixed, CommentCalls {}

export interface WithComments {
  /** @example const { id } = await room.comments.create({ body: 'Too dark?', anchorId: 'hero' }) */
  readonly comments: Comments
}

export const openComments = (
  { link, roomId, endpoint }: FeatureContext,
  { room: { flush } }: OpenFeature<WithDocuments>,
): OpenFeature<WithComments> => {
  const use = listenerOnDemand(link, async () => (await parts()).comments(link, flush, roomId, tools, endpoint))
  return {
    room: {
      comments: withCallsOnDemand<CommentCalls>(async () => (await use()).calls, {
        ...storeOnDemand(use, link.report, [], ({ threads }) => threads),
        unread: storeOnDemand(use, link.report, 0, ({ unread }) => unread),
      }) as Comments,
    },
  }
}
