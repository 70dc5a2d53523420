/** What asking the address for people came to, in words. */
import type { PeopleAddressState } from '@syncforge/protocol/people'

export const stateWords: Readonly<Record<PeopleAddressState, string>> = {
  ok: 'It answered with',
  none: 'There is no address',
  busy: 'Too much is asked of it already',
  timeout: 'It took too long',
  unreachable: 'It cannot be reached',
  refused: 'It refused',
  invalid: 'Its answer is not valid',
}

/** @example countWords(1) // 'one person' */
export const countWords = (people: number): string => (people === 1 ? 'one person' : `${people || 'no'} people`)
