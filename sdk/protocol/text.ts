/** Text that people write for each other: what is in it is what they read. */
import * as z from 'zod'

/** Turns text around, or hides it. */
const misleading = /[\u202a-\u202e\u2066-\u2069]/
/** Control characters but for tab and line break. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/
const half = /\p{Surrogate}/u

/** Words of people: not empty, no control characters, nothing that turns the direction of text around, and Unicode. */
export const PlainText = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => text.trim() !== '', 'has no words')
    .refine((text) => !misleading.test(text), 'has characters that turn the direction of text around')
    .refine((text) => !control.test(text), 'has control characters')
    .refine((text) => !half.test(text), 'is not Unicode text')

/** One picture, such as a thumb: no letters. */
export const Emoji = z
  .string()
  .min(1)
  .max(32)
  .refine(
    (text) =>
      /^(\p{Extended_Pictographic}|\p{Emoji_Component}|\p{Regional_Indicator})+$/u.test(text) &&
      !/^[0-9#*]+$/.test(text),
    'is no emoji',
  )
