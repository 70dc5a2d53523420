/** Owns what the history says. */
import { speaker } from '../base/words.ts'
import { failureWords } from '../parts/failures.ts'

export const tag = 'syncforge-history'

export const say = speaker(tag, {
  ...failureWords,
  versions: 'Versions',
  replay: 'Replay',
  authors: 'Authors',
  views: 'What is shown',
  loading: 'Loading…',
  empty: 'No versions yet. One is kept whenever a spell of writing ends, and when you name one.',
  emptyReplay: 'Nothing was written in this time.',
  emptyText: 'Nothing was written.',
  name: 'Name of the version',
  save: 'Save a version',
  automatic: 'Saved automatically',
  nameless: 'Version without a name',
  by: '{time} · {name}',
  restore: 'Restore',
  restoreSure: 'Restore {name}? What is there now is kept as a version.',
  confirm: 'Restore it',
  cancel: 'Cancel',
  restored: 'Restored: {name}.',
  saved: 'Saved: {name}.',
  added: 'written since',
  removed: 'deleted since',
  same: 'The same as now.',
  moment: 'Moment',
  play: 'Play',
  pause: 'Pause',
  unknown: 'Unknown',
  tooMuch: 'The rest is too much to be shown here.',
  offline: 'You are offline: the history is there again with the connection.',
  retry: 'Try again',
  lastHour: 'Last hour',
  lastDay: 'Last day',
  lastWeek: 'Last week',
  range: 'How far back',
})
