/** What both pages of hooks leave on their window: every hook in a component of its own, what it gives now, and how often it was rendered. */
import type { CommentThread, LobbyState } from '@syncforge/client'
import type {
  useActivity,
  useChat,
  useChecklist,
  useChecklists,
  useComments,
  useDocument,
  useHistory,
  useInbox,
  useLock,
  useRecord,
} from '@syncforge/react'

/** Named as the hooks, in the shape that React gives them. */
export interface Given {
  readonly comments: ReturnType<typeof useComments<readonly CommentThread[]>>
  readonly chat: ReturnType<typeof useChat>
  readonly lock: ReturnType<typeof useLock>
  readonly record: ReturnType<typeof useRecord>
  readonly checklist: ReturnType<typeof useChecklist>
  readonly checklists: ReturnType<typeof useChecklists>
  readonly activity: ReturnType<typeof useActivity>
  readonly document: { readonly doc: ReturnType<typeof useDocument> }
  readonly history: ReturnType<typeof useHistory>
  readonly inbox: ReturnType<typeof useInbox>
  readonly lobby: LobbyState
}

declare global {
  var hooks: {
    readonly given: Given
    readonly counts: Record<keyof Given, number>
  }
}

export const visit = Object.fromEntries(new URL(location.href).searchParams)
export const options = {
  endpoint: visit.endpoint ?? '',
  authEndpoint: async () => ({ token: visit.token ?? '' }),
}
