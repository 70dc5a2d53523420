/** What I have not read: of the chat, and of what is said about one document. */
import type { CommentThread, Room } from '@syncforge/client'
import { useStore } from '../ui/use-store.ts'

/** `what` is said after the number, by those who hear the page. */
const Badge = ({ count, what }: { readonly count: number; readonly what: string }) => {
  if (count === 0) return null
  return (
    <span className="badge">
      {count}
      <span className="visually-hidden"> {what}</span>
    </span>
  )
}

const unreadIn = (threads: readonly CommentThread[], document: string): number =>
  threads.reduce((sum, { anchorId, unread }) => (anchorId === document ? sum + unread : sum), 0)

export const UnreadChat = ({ room }: { readonly room: Room }) => (
  <Badge count={useStore(room.chat).unread} what="unread" />
)

/** `document` is its key. */
export const UnreadComments = ({
  room,
  document,
  what = 'unread',
}: {
  readonly room: Room
  readonly document: string
  readonly what?: string
}) => <Badge count={unreadIn(useStore(room.comments), document)} what={what} />
