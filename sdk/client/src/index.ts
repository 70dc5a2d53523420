/** The public surface of `@syncforge/client`: what is exported here is promised, nothing else is. */
export type { Access } from '@syncforge/protocol/access'
export type { CommentBlock, CommentBody, CommentInline } from '@syncforge/protocol/comment-body'
export type { Comment, Reaction } from '@syncforge/protocol/comments'
export type { CursorInterest } from '@syncforge/protocol/cursors'
export type { Viewport } from '@syncforge/protocol/follow'
export type {
  DoNotDisturb,
  Notification,
  NotificationPreferences,
  PreferencesPatch,
} from '@syncforge/protocol/inbox'
export type { Activity, Departed, Location, Status as PersonalStatus } from '@syncforge/protocol/presence'
export type { Json, JsonObject, User } from '@syncforge/protocol/schemas'
export type { Author, AuthoredRun, HistoryEntry, TextChange, Version } from '@syncforge/protocol/versions'
export {
  type JoinOptions,
  type JoinRoom,
  SyncForge,
  type SyncForgeOptions,
  type WebSocketConstructor,
} from './client.ts'
export type { TokenSource } from './connection/authorize.ts'
export type { Self, Status } from './connection/link.ts'
export { SyncForgeError, type SyncForgeErrorCode } from './errors.ts'
export type { ActivityEntry, ActivityFeed, ActivityKind } from './features/activity/activity.ts'
export type { BroadcastListener, BroadcastSender } from './features/broadcast.ts'
export type { Chat, ChatMessage, ChatView } from './features/chat/chat.ts'
export type {
  Checklist,
  ChecklistItem,
  ChecklistItemParts,
  Checklists,
  ChecklistsView,
  Progress,
} from './features/checklists/checklists.ts'
export type { Anchors, FoundWords, WordsAnchor } from './features/comments/anchors.ts'
export type { CommentThread, NewAnchor, NewThread } from './features/comments/calls.ts'
export type { Comments } from './features/comments/open.ts'
export type { Cursor, CursorPoint } from './features/cursors/cursor.ts'
export type { Cursors } from './features/cursors/cursors.ts'
export type { SmoothCursor, SmoothListener, SmoothOptions } from './features/cursors/smooth-cursors.ts'
export type { RefusedEdits, SyncStatus } from './features/documents/documents.ts'
export type { Provider } from './features/documents/provider.ts'
export type { Feed, FeedEntry } from './features/feeds/feeds.ts'
export type { Followable, Follower, Following, FollowingStore } from './features/follow/follow.ts'
export type { AcquireOptions, Lease, Locks, LockTime } from './features/locks/locks.ts'
export type { Grant, GrantsPage, MoreSuggested, People, SuggestedPerson } from './features/people/people.ts'
export type { LocationPatch, OwnLocation, OwnStatus, StatusPatch } from './features/presence/own-state.ts'
export type { Presence, PresenceConnection, PresencePatch, PresenceUser } from './features/presence/presence.ts'
export type { Typing, Typist } from './features/presence/typing.ts'
export type { Autosave, AutosaveState } from './features/records/autosave.ts'
export type { RecordHead, Records, SaveOptions, TextRecord } from './features/records/records.ts'
export type { Schedule, ScheduleCalls } from './features/schedules/schedules.ts'
export type { SeedWriter } from './features/seed/seed.ts'
export type { DocumentFill, DocumentSize } from './features/size/size.ts'
export type {
  History,
  Replay,
  ReplayMoment,
  VersionComparison,
  VersionContent,
  Versions,
} from './features/versions/versions.ts'
export type { Inbox, InboxPage, InboxState } from './outside/inbox.ts'
export type { LobbyPerson, LobbyRoom, LobbyState } from './outside/lobby.ts'
export type { Room } from './room.ts'
export type { Store, Unsubscribe } from './store.ts'
export type { DeclaredEvents, DeclaredPresence, DeclaredUserInfo, SyncForgeTypes } from './types.ts'
