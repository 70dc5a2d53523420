// Owns how words from outside become one line on the page. Refuses what would draw beside its place: controls, turns of direction.

/** Control characters, and format characters other than the joiners that emoji and scripts are made with. */
const UNSEEN = /[\p{Cc}\p{Surrogate}]|(?![\u200c\u200d])\p{Cf}/gu

/** `words` on one line, without blanks around it and no longer than `maxLength` characters; empty when nothing is left. */
export const oneLine = (words: string, maxLength: number): string =>
  Array.from(
    words
      .slice(0, maxLength * 8)
      .replace(/\s+/g, ' ')
      .replace(UNSEEN, '')
      .trim(),
  )
    .slice(0, maxLength)
    .join('')
    .trim()
