/**
 * The elements of `@syncforge/ui` as components, a file each, so that a bundle has no more of them than it uses. What an element does, its parts and
 * its words stand with the element.
 */
export { PresenceAvatars } from './avatars.tsx'
export { Branding } from './branding.tsx'
export { Comments } from './comments.tsx'
export { Composer } from './composer.tsx'
export { ConnectionState } from './connection.tsx'
export { CursorLayer } from './cursors.tsx'
export { FollowFrame } from './follow.tsx'
export { HistoryPanel } from './history.tsx'
export { InboxBell } from './inbox.tsx'
export { Pins } from './pins.tsx'
export { Selections } from './selections.tsx'
export { Thread } from './thread.tsx'
export { Toasts } from './toasts.tsx'
export { Typing } from './typing.tsx'
