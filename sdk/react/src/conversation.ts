'use client'
/** Comments and the chat. */
import type { Chat, ChatView, Comments, CommentThread } from '@syncforge/client'
import type { AnyRoom } from './base/any-room.ts'
import { type IsEqual, itself, useGiven, useStore } from './base/store.ts'

const noThreads: readonly CommentThread[] = []

/**
 * The room's threads, the most recently active first, how many comments are unread, and the calls.
 *
 * @example
 * const { threads, unread, comments } = useComments(room)
 * <button onClick={() => comments?.create({ body: 'Too dark?', anchorId: 'hero' })}>Comment</button>
 */
export const useComments = <S = readonly CommentThread[]>(
  room: AnyRoom,
  select?: (threads: readonly CommentThread[]) => S,
  isEqual?: IsEqual<S>,
): { readonly threads: S; readonly unread: number; readonly comments: Comments | null } => {
  const comments: Comments | null = room?.comments ?? null
  const threads = useStore<readonly CommentThread[], S>(comments, noThreads, select, isEqual)
  const unread = useStore<number>(comments?.unread ?? null, 0)
  return { threads, unread, comments }
}

/** One thread, or `null`. @example const { thread, comments } = useThread(room, id) */
export const useThread = (
  room: AnyRoom,
  threadId: string,
): { readonly thread: CommentThread | null; readonly comments: Comments | null } => {
  const find = (threads: readonly CommentThread[]) => threads.find(({ id }) => id === threadId) ?? null
  return {
    thread: useStore<readonly CommentThread[], CommentThread | null>(room?.comments ?? null, noThreads, find),
    comments: room?.comments ?? null,
  }
}

const noChat: ChatView = { messages: [], hasMore: false, unread: 0, read: 0, typing: [] }

export interface ChatGiven extends ChatView {
  readonly chat: Chat | null
}

/**
 * The conversation as far as it is loaded, who is typing, and the calls, or what `select` picks of that.
 *
 * @example
 * const { messages, typing, unread, chat } = useChat(room)
 * <form onSubmit={() => chat?.send({ body })}>
 * const unread = useChat(room, (given) => given.unread)
 */
export const useChat = <S = ChatGiven>(room: AnyRoom, select?: (given: ChatGiven) => S, isEqual?: IsEqual<S>): S => {
  const chat: Chat | null = room?.chat ?? null
  return useGiven<ChatView, ChatView, ChatGiven, S>(chat, noChat, itself, (view) => ({ ...view, chat }), {
    select,
    isEqual,
  })
}
