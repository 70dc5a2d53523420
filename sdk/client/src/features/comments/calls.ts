/** What comments look like from outside, and what can be done with them. Types only. */
import type { Attachment } from '@syncforge/protocol/attachments'
import type { CommentBody } from '@syncforge/protocol/comment-body'
import type { Comment, Thread } from '@syncforge/protocol/comments'
import type { JsonObject } from '@syncforge/protocol/schemas'
import type { Anchors, WordsAnchor } from './anchors.ts'
import type { Drafts } from './drafts.ts'
import type { Files } from './files.ts'

/** A thread with what is loaded of it. Times are milliseconds since 1970. */
export interface CommentThread extends Omit<Thread, 'comments'> {
  /** How many comments are in it. */
  readonly count: number
  /** How many of others I have not read. */
  readonly unread: number
  /** In order; those that are loaded, see {@link CommentCalls.load}. */
  readonly comments: readonly Comment[]
  /** The room has not answered yet. */
  readonly isPending: boolean
}

/** A point from 0 to 1 inside the element, or words of a document. */
export type NewAnchor = { readonly x: number; readonly y: number } | WordsAnchor

export interface NewThread {
  readonly body: CommentBody
  /** The element that it belongs to, by an id of the app's own. */
  readonly anchorId?: string
  readonly anchor?: NewAnchor
  /** At most 1 kB as JSON. */
  readonly metadata?: JsonObject
  /** What {@link CommentCalls.attach} has given: at most ten. */
  readonly attachments?: readonly Attachment[]
}

export interface CommentCalls extends Drafts, Files {
  /** Resolves when the threads are there, and what is unread of them. Rejects with the SyncForgeError of what kept them away for good. */
  ready(): Promise<void>
  /** Words of documents, to comment on and to show. @example const { of, find } = await room.comments.anchors() */
  anchors(): Promise<Anchors>
  /** Begins a thread. @throws SyncForgeError VALIDATION_ERROR with `details.issues`, FORBIDDEN without `comment`, PLAN_LIMIT_EXCEEDED */
  create(thread: NewThread): Promise<CommentThread>
  /** @throws SyncForgeError as {@link create}; NOT_FOUND when the thread is gone */
  reply(
    threadId: string,
    comment: { readonly body: CommentBody; readonly attachments?: readonly Attachment[] },
  ): Promise<Comment>
  /** Mine, or anybody's with `moderate`. What it said before is kept. @throws SyncForgeError FORBIDDEN, NOT_FOUND */
  edit(commentId: string, comment: { readonly body: CommentBody }): Promise<Comment>
  /** Takes the words away for good; with its last comment the thread is gone. @throws SyncForgeError FORBIDDEN, NOT_FOUND */
  remove(commentId: string): Promise<void>
  resolve(threadId: string): Promise<void>
  reopen(threadId: string): Promise<void>
  /** Where it belongs and what else is known of it: what is left out stays, `null` is nowhere. Also for words that were lost. */
  update(
    threadId: string,
    change: {
      readonly anchorId?: string | null
      readonly anchor?: NewAnchor | null
      readonly metadata?: JsonObject
    },
  ): Promise<void>
  /** Adds my reaction, or takes it back. @example await room.comments.react(comment.id, '👍') */
  react(commentId: string, emoji: string, isOn?: boolean): Promise<void>
  markRead(threadId: string): Promise<void>
  markAllRead(): Promise<void>
  /** Loads the newest comments of a thread, and with each further call earlier ones. Resolves with whether there are more. */
  load(threadId: string): Promise<boolean>
  /** Loads threads that are not here yet, at most 50: older open ones, or resolved ones, of an element or of a document. Resolves with whether there are more. */
  loadMore(wanted?: {
    readonly open?: boolean
    readonly anchorId?: string
    readonly document?: string
  }): Promise<boolean>
  /** What it said before, the newest first. */
  history(
    commentId: string,
  ): Promise<readonly { readonly body: CommentBody; readonly text: string; readonly at: number }[]>
  /** Comments that hold all of the words, the newest first, at most 100. */
  search(text: string): Promise<readonly Comment[]>
}
