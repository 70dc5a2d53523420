/** Owns the way to comments: the code for them comes with the first use. */
import { storeOnDemand, withCallsOnDemand } from '../../on-demand.ts'
import type { Store } from '../../store.ts'
import type { OpenFeature } from '../feature.ts'
import type { PartsContext } from '../parts/load.ts'
import type { CommentCalls, CommentThread } from './calls.ts'

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

export const openComments = ({ link, part }: PartsContext): OpenFeature<WithComments> => {
  const use = part('comments')
  return {
    room: {
      comments: withCallsOnDemand<CommentCalls>(async () => (await use()).calls, {
        ...storeOnDemand(use, link.report, [], ({ threads }) => threads),
        unread: storeOnDemand(use, link.report, 0, ({ unread }) => unread),
      }) as Comments,
    },
  }
}
