/** Owns what a composer says. */
import { speaker } from '../base/words.ts'
import { failureWords } from '../parts/failures.ts'

export const tag = 'syncforge-composer'

export const say = speaker(tag, {
  ...failureWords,
  label: 'Comment',
  placeholder: 'Write a comment…',
  send: 'Send',
  cancel: 'Cancel',
  people: 'People to mention',
  mention: 'Mention somebody',
  emoji: 'Emoji',
  bold: 'Bold',
  italic: 'Italic',
  strike: 'Struck through',
  readOnly: 'You can read here, but not comment.',
  attach: 'Attach files',
  files: 'Files',
  sending: '{name}, {size}, is on its way',
  sent: '{name}, {size}',
  refusedFile: '{name}: {reason}',
  leaveOut: 'Leave out {name}',
  offline: 'You are offline: this is sent with the connection.',
  required: 'Write something first.',
  tooLong: { one: 'One character too many.', other: '{count} characters too many.' },
})
