/** What both pages of hooks leave on their window: every hook in a component of its own, what it gives now, and how often it was rendered. */
import type { CommentThread, LobbyState, Room, Self } from '@syncforge/client'
import type {
  ActivityGiven,
  ChatGiven,
  ChecklistGiven,
  ChecklistsGiven,
  HistoryGiven,
  InboxGiven,
  LockGiven,
  RecordGiven,
  useAccess,
  useAwareness,
  useComments,
  useDocument,
  useStatus,
  useSync,
  useUndo,
} from '@syncforge/react'

/** Named as the hooks, in the shape that React gives them. */
export interface Given {
  readonly comments: ReturnType<typeof useComments<readonly CommentThread[]>>
  readonly chat: ChatGiven
  readonly lock: LockGiven
  readonly record: RecordGiven
  readonly checklist: ChecklistGiven
  readonly checklists: ChecklistsGiven
  readonly activity: ActivityGiven
  readonly document: { readonly doc: ReturnType<typeof useDocument> }
  readonly history: HistoryGiven
  readonly inbox: InboxGiven
  readonly lobby: LobbyState
  readonly undo: ReturnType<typeof useUndo>
  readonly state: {
    readonly status: ReturnType<typeof useStatus>
    readonly sync: ReturnType<typeof useSync>
    readonly access: ReturnType<typeof useAccess>
    readonly info: ReturnType<Room['info']['get']>
    readonly self: Self | null
  }
  readonly awareness: { readonly awareness: ReturnType<typeof useAwareness> }
  readonly events: { readonly broadcast: Room['broadcast']; readonly heard: readonly unknown[] }
  /** What selectors pick: it renders when that is another. */
  readonly picked: object
}

declare global {
  var hooks: {
    readonly given: Given
    readonly counts: Record<keyof Given, number>
    /** Another room, and another name of what has a key. */
    readonly move: (room: string) => void
    readonly rename: (key: string) => void
    /** What showed something of the first room while it was given another one. */
    readonly leaked: readonly string[]
  }
  /** Where it is there, tokens come from it. */
  var nextToken: undefined | (() => Promise<string>)
}

/** Whether a hook that is given a room shows anything that was written in another: everything there says where it was written. */
export const createLeaks = (first: string) => {
  const leaked: string[] = []
  const calls = ['chat', 'comments', 'checklists', 'activity', 'calls', 'history', 'doc', 'awareness', 'inbox']
  return {
    leaked,
    look(name: string, room: Pick<Room, 'id'> | null, given: unknown) {
      if (room?.id === first || name === 'lobby' || name === 'inbox') return
      // Whole stores and documents are not what is shown.
      const shown = JSON.stringify(given, (key, value) => (calls.includes(key) ? null : value)) ?? ''
      if (shown.includes(`in ${first}`)) leaked.push(name)
    },
  }
}

export const visit = Object.fromEntries(new URL(location.href).searchParams)
export const options = {
  endpoint: visit.endpoint ?? '',
  authEndpoint: async () => ({ token: (await globalThis.nextToken?.()) ?? visit.token ?? '' }),
}
