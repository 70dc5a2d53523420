/** Owns what an inbox says, and how a notification becomes a sentence. */
import type { Notification } from '@syncforge/client'
import { plainText } from '../base/safe.ts'
import { languageOf, speaker, type Words } from '../base/words.ts'
import { failureWords } from '../parts/failures.ts'

export const tag = 'syncforge-inbox'

export const say = speaker(tag, {
  ...failureWords,
  bell: { one: 'Notifications, {count} unread', other: 'Notifications, {count} unread' },
  title: 'Notifications',
  loading: 'Loading…',
  empty: 'Nothing yet. You are told here when somebody mentions you or answers you.',
  none: 'There is no inbox for you here.',
  quiet: 'You asked not to be disturbed: everything is kept here.',
  readAll: 'Mark all read',
  read: 'Mark read',
  remove: 'Delete',
  mute: 'Tell me nothing more of this',
  unread: 'unread',
  more: 'Older',
  somebody: 'Somebody',
  agent: '{name} (agent)',
  mention: '{names} mentioned you',
  reply: { one: '{names} replied', other: '{names} replied, {count} times' },
  resolve: '{names} resolved a thread',
  access: 'Your access to {room} changed',
  other: '{names}: {kind}',
  settings: 'Settings',
  back: 'Back',
  kinds: 'What you are told',
  kindMention: 'Mentions',
  kindReply: 'Answers',
  kindResolve: 'Resolved threads',
  inApp: 'Here',
  email: 'By e-mail',
  disturb: 'Do not disturb every day',
  from: 'from',
  to: 'to',
  muted: 'Muted',
  unmute: 'Unmute',
  noMuted: 'Nothing is muted.',
  mutedThread: 'A thread in {room}',
})

type Speaker = HTMLElement & { readonly words?: Words | null | undefined }

const longestName = 40

/** What a notification says, as one sentence. */
export const sentenceOf = (element: Speaker, { kind, actors, count, payload, roomId }: Notification): string => {
  const people = actors.map((actor) => {
    const name = plainText(actor.name, longestName) || say(element, 'somebody')
    return actor.agent ? say(element, 'agent', { name }) : name
  })
  const names = new Intl.ListFormat(languageOf(element)).format(people.length > 0 ? people : [say(element, 'somebody')])
  if (kind === 'mention' || kind === 'resolve') return say(element, kind, { names })
  if (kind === 'reply') return say(element, 'reply', { names, count })
  if (kind === 'system' && payload.what === 'access')
    return say(element, 'access', { room: plainText(roomId, longestName) })
  // One of the app's own: it has a name for it, or its text says everything.
  const own = element.words?.[kind]
  return typeof own === 'string'
    ? own
    : actors.length > 0
      ? say(element, 'other', { names, kind: plainText(kind) })
      : plainText(kind)
}
