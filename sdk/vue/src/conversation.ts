/** Comments and the chat. */
import type { Chat, ChatView, Comments, CommentThread } from '@syncforge/client'
import { type ComputedRef, computed, type MaybeRefOrGetter, toValue } from 'vue'
import { type IsEqual, now, type RoomSource, type Shown, useRoomStore } from './store.ts'

const noThreads: readonly CommentThread[] = []

/**
 * The room's threads or what `select` picks of them, how many comments are unread, and the calls.
 *
 * @example const { threads, comments } = useComments(room)
 */
export const useComments = <S = readonly CommentThread[]>(
  room: RoomSource,
  select?: (threads: readonly CommentThread[]) => S,
  isEqual?: IsEqual<S>,
): {
  readonly threads: Shown<S>
  readonly unread: Shown<number>
  readonly comments: ComputedRef<Comments | null>
} => ({
  threads: useRoomStore<readonly CommentThread[], S>(
    room,
    noThreads,
    (each, listener) => each.comments.subscribe(listener),
    select,
    isEqual,
  ),
  unread: useRoomStore<number>(room, 0, (each, listener) => each.comments.unread.subscribe(listener)),
  comments: computed(() => now(room)?.comments ?? null),
})

/** One thread, or `null`. @example const { thread } = useThread(room, () => props.id) */
export const useThread = (
  room: RoomSource,
  threadId: MaybeRefOrGetter<string>,
): { readonly thread: ComputedRef<CommentThread | null>; readonly comments: ComputedRef<Comments | null> } => {
  const { threads, comments } = useComments(room)
  return { thread: computed(() => threads.value.find(({ id }) => id === toValue(threadId)) ?? null), comments }
}

const noChat: ChatView = { messages: [], hasMore: false, unread: 0, read: 0, typing: [] }

/** The conversation, and the calls. @example const { view, chat } = useChat(room) */
export const useChat = (
  room: RoomSource,
): { readonly view: Shown<ChatView>; readonly chat: ComputedRef<Chat | null> } => ({
  view: useRoomStore<ChatView>(room, noChat, (each, listener) => each.chat.subscribe(listener)),
  chat: computed(() => now(room)?.chat ?? null),
})
