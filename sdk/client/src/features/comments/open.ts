/** Owns the way to comments: the code for them comes with the first use. */
import { callsOnDemand, listenerOnDemand, onDemand, storeOnDemand } from '../../on-demand.ts'
import type { Store } from '../../store.ts'
import type { WithDocuments } from '../documents/documents.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import type { Anchors } from './anchors.ts'
import type { CommentCalls, CommentThread } from './comments.ts'
import type { Drafts } from './drafts.ts'

/**
 * Comments of the room, in threads. `get` and `subscribe`: the open threads and those that were loaded, the most recently active first;
 * what I do shows at once, and is taken back when the room refuses it.
 */
export interface Comments extends Store<readonly CommentThread[]>, CommentCalls, Drafts {
  /** How many comments of others I have not read, in all threads. */
  readonly unread: Store<number>
  /** Words of documents, to comment on and to show. @example const { of, find } = await room.comments.anchors() */
  anchors(): Promise<Anchors>
}

export interface WithComments {
  /** @example const { id } = await room.comments.create({ body: 'Too dark?', anchorId: 'hero' }) */
  readonly comments: Comments
}

export const openComments = (
  { link }: FeatureContext,
  { room: { flush } }: OpenFeature<WithDocuments>,
): OpenFeature<WithComments> => {
  const use = listenerOnDemand(link, async () => (await import('./comments.ts')).createComments(link, flush))
  const useDrafts = onDemand(async () => (await import('./drafts.ts')).createDrafts(link))
  return {
    room: {
      comments: {
        ...storeOnDemand(use, link.report, [], ({ threads }) => threads),
        unread: storeOnDemand(use, link.report, 0, ({ unread }) => unread),
        ...callsOnDemand(
          use,
          'create',
          'reply',
          'edit',
          'remove',
          'resolve',
          'reopen',
          'update',
          'react',
          'markRead',
          'markAllRead',
          'load',
          'loadMore',
          'history',
          'search',
        ),
        ...callsOnDemand(useDrafts, 'getDraft', 'setDraft'),
        anchors: onDemand(async () => (await import('./anchors.ts')).createAnchors()),
      },
    },
  }
}
