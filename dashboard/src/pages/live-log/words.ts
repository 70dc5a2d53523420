/** Lines of the live log as people say them. */
import { type PlanId, planIds, plans } from '@syncforge/protocol/plans'
import type { ShownLine } from '../../live/log.ts'
import { actWords } from '../audit-log/words.ts'

/** What one may ask for. */
export const kinds = [
  ['join', 'Joins'],
  ['leave', 'Leaves'],
  ['refusal', 'Refusals'],
  ['error', 'Errors'],
  ['act', 'Acts'],
  ['notice', 'Notices'],
] as const satisfies readonly (readonly [kind: ShownLine['kind'], words: string])[]

const kindWords: Readonly<Record<ShownLine['kind'], string>> = {
  join: 'Came',
  leave: 'Went',
  refusal: 'Refused',
  error: 'Failed',
  act: 'Done',
  notice: 'Notice',
  'left-out': 'Left out',
  gap: 'Gap',
}

export const kindOf = ({ kind }: ShownLine): string => kindWords[kind]

const things: Readonly<Record<string, string>> = {
  'rights.grant': 'Right in a room changed',
  'rights.link': 'Share link changed',
  'rights.share': 'Share by e-mail changed',
  'rooms.kick': 'Somebody kicked',
  'rooms.export': 'Room exported',
  'rooms.import': 'Room imported',
}

const isPlan = (name: string | undefined): name is PlanId => planIds.some((id) => id === name)

/** @example noticeWords('limit.people.80') // '80 % of the people' */
const noticeWords = (what: string): string => {
  const [about, subject, state = ''] = what.split('.')
  if (about === 'limit') return `${state} % of the ${subject}`
  if (about !== 'billing' || !isPlan(subject)) return what
  return state === 'none'
    ? `The plan is ${plans[subject].name}`
    : `The plan is ${plans[subject].name}, ${state.replace('_', ' ')}`
}

/** What happened, in a few words. */
export const whatOf = (line: ShownLine): string => {
  if (line.kind === 'gap') return 'Lines may be missing here: there was no connection'
  if (line.kind === 'left-out') return `${line.count ?? 0} more in this moment`
  if (line.kind === 'act') return things[line.what ?? ''] ?? actWords(line.what ?? '')
  if (line.kind === 'notice') return noticeWords(line.what ?? '')
  return line.what ?? ''
}
