/** The elements of `@syncforge/ui` as components: properties and events go to the element as they are. */
import '@syncforge/ui'
import { wrap } from './wrap.ts'

export type { ElementProps } from './wrap.ts'

/** Who is here. @example <PresenceAvatars :room="room" :max="5" /> */
export const PresenceAvatars = wrap('syncforge-avatars')
/** What is inside has the organization's colour. @example <Branding api-key="pk_live_…" logo><Board /></Branding> */
export const Branding = wrap('syncforge-branding')
/** Where the others point, over what is inside. @example <CursorLayer :room="room"><Board /></CursorLayer> */
export const CursorLayer = wrap('syncforge-cursors')
/** @example <Selections :room="room"><input id="title" /></Selections> */
export const Selections = wrap('syncforge-selections')
/** @example <Composer :room="room" @syncforge-sent="close" /> */
export const Composer = wrap('syncforge-composer')
/** @example <Thread :room="room" :thread-id="id" /> */
export const Thread = wrap('syncforge-thread')
/** @example <Comments :room="room" /> */
export const Comments = wrap('syncforge-comments')
/** @example <Pins :room="room" for="page" /> */
export const Pins = wrap('syncforge-pins')
/** @example <InboxBell :inbox="useInbox().inbox" /> */
export const InboxBell = wrap('syncforge-inbox')
/** @example <Toasts :room="room" people /> */
export const Toasts = wrap('syncforge-toasts')
/** @example <Typing :room="room" /> */
export const Typing = wrap('syncforge-typing')
/** @example <HistoryPanel :room="room" /> */
export const HistoryPanel = wrap('syncforge-history')
/** @example <ConnectionState :room="room" /> */
export const ConnectionState = wrap('syncforge-connection')
/** @example <FollowFrame :room="room" avatars><main /></FollowFrame> */
export const FollowFrame = wrap('syncforge-follow')
