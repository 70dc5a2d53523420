/** What somebody has begun to write and not sent, kept by the browser: under which name, and as what it comes back. */
import type { CommentBody, NewAnchor, Room } from '@syncforge/client'
import { fromText } from './bodies.ts'

interface Written {
  readonly commentId: string | null | undefined
  readonly threadId: string | null | undefined
  readonly anchorId: string | null | undefined
  readonly anchor: NewAnchor | null | undefined
}

/** `null`: nothing is kept of a comment that is changed, nor of a thread whose place nobody could find again. */
export const draftKeyOf = ({ commentId, threadId, anchorId, anchor }: Written): string | null => {
  if (commentId) return null
  return threadId || (anchor ? null : `new${anchorId ? `:${anchorId}` : ''}`)
}

/** `null` for none, and for one of another shape than ours. */
export const readDraft = async ({ comments }: Room, key: string | null): Promise<CommentBody | null> => {
  if (key === null) return null
  try {
    const text = await comments.getDraft(key)
    return text === '' ? null : fromText(text)
  } catch {
    return null
  }
}
