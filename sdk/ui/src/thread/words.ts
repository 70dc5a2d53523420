/** Owns what a thread says. */
import { speaker } from '../base/words.ts'
import { failureWords } from '../parts/failures.ts'

export const tag = 'syncforge-thread'

export const say = speaker(tag, {
  ...failureWords,
  thread: 'Thread: {text}',
  loading: 'Loading…',
  gone: 'This thread is not there any more.',
  retry: 'Try again',
  quote: '“{text}”',
  changed: 'These words have changed since.',
  orphaned: 'These words are gone from the document.',
  resolvedBy: 'Resolved by {name}',
  resolve: 'Resolve',
  reopen: 'Reopen',
  unread: { one: '{count} new', other: '{count} new' },
  earlier: 'Earlier comments',
  files: 'Files',
  file: '{name}, {size}',
  deleted: 'This comment was deleted.',
  edited: 'edited',
  history: 'What it said before',
  historyEmpty: 'Nothing else.',
  edit: 'Edit',
  remove: 'Delete',
  removeSure: 'Delete for good?',
  react: 'React',
  reaction: '{emoji} {count}: {names}',
  you: 'you',
  agent: 'agent',
  reply: 'Reply',
  replyPlaceholder: 'Reply…',
  editLabel: 'Edit the comment',
  save: 'Save',
  tools: 'What you can do with this comment',
})
