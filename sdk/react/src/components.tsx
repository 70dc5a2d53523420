'use client'
/** The elements of `@syncforge/ui` as components. Each is a thin wrapper: what it does, its parts and its words stand with the element. */
import type { Cursor, PresenceUser } from '@syncforge/client'
import type {
  SyncForgeAvatars,
  SyncForgeBranding,
  SyncForgeComments,
  SyncForgeComposer,
  SyncForgeConnection,
  SyncForgeCursors,
  SyncForgeFollow,
  SyncForgeHistory,
  SyncForgeInbox,
  SyncForgePins,
  SyncForgeSelections,
  SyncForgeThread,
  SyncForgeToasts,
  SyncForgeTyping,
} from '@syncforge/ui'
import type { ComponentProps, ReactElement } from 'react'
import '@syncforge/ui'
import { roomOf } from './base/room-of.ts'
import { wrap } from './base/wrap.tsx'

type Heard<N extends keyof GlobalEventHandlersEventMap> = GlobalEventHandlersEventMap[N]

const Avatars = wrap<SyncForgeAvatars, 'room' | 'words' | 'max' | 'others', { onPerson: Heard<'syncforge-person'> }>(
  'syncforge-avatars',
  ['room', 'words', 'max', 'others'],
  { onPerson: 'syncforge-person' },
)

/**
 * Who is here, as a stack of pictures.
 *
 * @param props `room`, or `users` just as `usePresence` gave them
 * @example <PresenceAvatars room={room} max={5} />
 */
export const PresenceAvatars = ({
  users,
  ...props
}: ComponentProps<typeof Avatars> & {
  // biome-ignore lint/suspicious/noExplicitAny: whatever an app says that a room carries
  readonly users?: readonly PresenceUser<any, any>[] | undefined
}): ReactElement => <Avatars {...props} room={props.room ?? roomOf(users)} />

/**
 * Gives its children the organization's colour, and shows its logo with `logo`.
 *
 * @example <Branding endpoint="wss://collab.example.com" apiKey="pk_live_…" logo><Board /></Branding>
 */
export const Branding = wrap<
  SyncForgeBranding,
  'endpoint' | 'apiKey' | 'logo',
  { onBranded: Heard<'syncforge-branded'> }
>('syncforge-branding', ['endpoint', 'apiKey', 'logo'], { onBranded: 'syncforge-branded' })

const Cursors = wrap<SyncForgeCursors, 'room' | 'words' | 'unit' | 'anchor' | 'silent' | 'view' | 'idleAfterMs'>(
  'syncforge-cursors',
  ['room', 'words', 'unit', 'anchor', 'silent', 'view', 'idleAfterMs'],
  {},
)

/**
 * Draws where the others point, over its children, and says where I do.
 *
 * @param props `room`, or `cursors` just as `useCursors` gave them
 * @example <CursorLayer room={room}><Board /></CursorLayer>
 */
export const CursorLayer = ({
  cursors,
  ...props
}: ComponentProps<typeof Cursors> & {
  readonly cursors?: ReadonlyMap<string, Cursor> | undefined
}): ReactElement => <Cursors {...props} room={props.room ?? roomOf(cursors)} />

/** Carets and selections of the others in fields of its children. @example <Selections room={room}><input id="title" /></Selections> */
export const Selections = wrap<SyncForgeSelections, 'room' | 'words' | 'presenceKey' | 'silent'>(
  'syncforge-selections',
  ['room', 'words', 'presenceKey', 'silent'],
  {},
)

/** Where one writes a comment. @example <Composer room={room} onSent={close} /> */
export const Composer = wrap<
  SyncForgeComposer,
  | 'room'
  | 'words'
  | 'threadId'
  | 'commentId'
  | 'anchorId'
  | 'anchor'
  | 'suggest'
  | 'label'
  | 'placeholder'
  | 'required'
  | 'cancelable',
  {
    onInput: Heard<'syncforge-input'>
    onSend: Heard<'syncforge-send'>
    onSent: Heard<'syncforge-sent'>
    onCancel: Heard<'syncforge-cancel'>
    onError: Heard<'syncforge-error'>
  }
>(
  'syncforge-composer',
  [
    'room',
    'words',
    'threadId',
    'commentId',
    'anchorId',
    'anchor',
    'suggest',
    'label',
    'placeholder',
    'required',
    'cancelable',
  ],
  {
    onInput: 'syncforge-input',
    onSend: 'syncforge-send',
    onSent: 'syncforge-sent',
    onCancel: 'syncforge-cancel',
    onError: 'syncforge-error',
  },
  [<div key="field" slot="field" suppressHydrationWarning />, <div key="list" slot="list" suppressHydrationWarning />],
)

/** One thread of comments. @example <Thread room={room} threadId={id} /> */
export const Thread = wrap<
  SyncForgeThread,
  'room' | 'words' | 'threadId' | 'suggest',
  { onThread: Heard<'syncforge-thread'>; onError: Heard<'syncforge-error'> }
>('syncforge-thread', ['room', 'words', 'threadId', 'suggest'], {
  onThread: 'syncforge-thread',
  onError: 'syncforge-error',
})

/** All threads, with a composer for a new one. @example <Comments room={room} /> */
export const Comments = wrap<
  SyncForgeComments,
  'room' | 'words' | 'anchorId' | 'suggest',
  { onThread: Heard<'syncforge-thread'>; onError: Heard<'syncforge-error'> }
>('syncforge-comments', ['room', 'words', 'anchorId', 'suggest'], {
  onThread: 'syncforge-thread',
  onError: 'syncforge-error',
})

/** Comments pinned to places of the page. @example <Pins room={room} for="page" /> */
export const Pins = wrap<SyncForgePins, 'room' | 'words' | 'for' | 'suggest', { onError: Heard<'syncforge-error'> }>(
  'syncforge-pins',
  ['room', 'words', 'for', 'suggest'],
  { onError: 'syncforge-error' },
)

/** What the person is told. @example <InboxBell inbox={useInbox().inbox} onNotification={open} /> */
export const InboxBell = wrap<
  SyncForgeInbox,
  'inbox' | 'words' | 'inline',
  { onNotification: Heard<'syncforge-notification'> }
>('syncforge-inbox', ['inbox', 'words', 'inline'], { onNotification: 'syncforge-notification' })

/** Notices that go by themselves. @example <Toasts room={room} people connection /> */
export const Toasts = wrap<SyncForgeToasts, 'room' | 'words' | 'people' | 'connection'>(
  'syncforge-toasts',
  ['room', 'words', 'people', 'connection'],
  {},
)

/** Who is writing. @example <Typing room={room} /> */
export const Typing = wrap<SyncForgeTyping, 'room' | 'words' | 'presenceKey'>(
  'syncforge-typing',
  ['room', 'words', 'presenceKey'],
  {},
)

/** Versions, authors and replay. @example <HistoryPanel room={room} /> */
export const HistoryPanel = wrap<
  SyncForgeHistory,
  'room' | 'words' | 'document',
  {
    onRestore: Heard<'syncforge-restore'>
    onMoment: Heard<'syncforge-moment'>
    onError: Heard<'syncforge-error'>
  }
>('syncforge-history', ['room', 'words', 'document'], {
  onRestore: 'syncforge-restore',
  onMoment: 'syncforge-moment',
  onError: 'syncforge-error',
})

/** Whether the line holds and what is saved. @example <ConnectionState room={room} /> */
export const ConnectionState = wrap<SyncForgeConnection, 'room' | 'words'>(
  'syncforge-connection',
  ['room', 'words'],
  {},
)

/** Follows what somebody sees. @example <FollowFrame room={room} avatars><main>…</main></FollowFrame> */
export const FollowFrame = wrap<
  SyncForgeFollow,
  'room' | 'words' | 'avatars' | 'scroller' | 'viewport',
  { onFollow: Heard<'syncforge-follow'>; onViewport: Heard<'syncforge-viewport'> }
>('syncforge-follow', ['room', 'words', 'avatars', 'scroller', 'viewport'], {
  onFollow: 'syncforge-follow',
  onViewport: 'syncforge-viewport',
})
