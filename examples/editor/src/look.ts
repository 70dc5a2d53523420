// Owns that people in one room can be told apart: who came later takes another colour, and another name if theirs was only given.
// Everyone follows the same order, the room's, so nobody has to agree with anybody.
import { PALETTE } from './color.ts'
import type { Identity } from './identity.ts'
import { guestNames, isGuestName } from './words.ts'

interface Look {
  readonly name: string
  readonly color: string
}

/** The first of `choices` after `own`, all around, that is not `taken`. */
const nextFree = (choices: readonly string[], own: string, taken: ReadonlySet<string>): string | undefined => {
  const start = choices.indexOf(own) + 1
  return [...choices.slice(start), ...choices.slice(0, start)].find((choice) => !taken.has(choice))
}

/** `me`, told apart from those who were here `before` me as far as there are colours and names. The same object when nothing is to change. */
export const lookAmong = (me: Identity, before: readonly Look[]): Identity => {
  const colors = new Set(before.map(({ color }) => color.toLowerCase()))
  const names = new Set(before.map(({ name }) => name))
  const color = colors.has(me.color.toLowerCase()) ? nextFree(PALETTE, me.color, colors) : undefined
  // A name that somebody chose is theirs, whoever else has it.
  const name = names.has(me.name) && isGuestName(me.name) ? nextFree(guestNames(), me.name, names) : undefined
  if (color === undefined && name === undefined) return me
  return { ...me, color: color ?? me.color, name: name ?? me.name }
}
