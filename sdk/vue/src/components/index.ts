/**
 * The elements of `@syncforge/ui` as components, a file each, so that a bundle has no more of them than it uses: properties and events go to the element
 * as they are.
 */
export type { ElementProps } from '../wrap.ts'
export { PresenceAvatars } from './avatars.ts'
export { Branding } from './branding.ts'
export { Comments } from './comments.ts'
export { Composer } from './composer.ts'
export { ConnectionState } from './connection.ts'
export { CursorLayer } from './cursors.ts'
export { FollowFrame } from './follow.ts'
export { HistoryPanel } from './history.ts'
export { InboxBell } from './inbox.ts'
export { Pins } from './pins.ts'
export { Selections } from './selections.ts'
export { Thread } from './thread.ts'
export { Toasts } from './toasts.ts'
export { Typing } from './typing.ts'
