/** Owns what is let through of things that others wrote: names, colours, addresses. Nothing of it can act or rearrange a page. */
import type { PresenceUser, User } from '@syncforge/client'

/** Characters that change how their neighbours are drawn, or draw nothing: controls, and what turns the direction of writing. */
const unseen = /[\p{Cc}\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]+/gu

const longestName = 80

/** One line that says nothing but itself, at most 80 characters. Show it in a `<bdi>` all the same: it may be written from right to left. */
export const plainText = (text: unknown, atMost = longestName): string => {
  const line = typeof text === 'string' ? text.replace(unseen, ' ').replace(/\s+/g, ' ').trim() : ''
  const letters = [...line.slice(0, 4 * atMost)]
  return letters.length > atMost ? `${letters.slice(0, atMost - 1).join('')}…` : letters.join('')
}

/** What somebody is called; who has no name is called by their id. */
export const nameOf = ({ userInfo, userId }: Pick<User, 'userInfo' | 'userId'>): string =>
  plainText(userInfo?.name) || plainText(userId) || '?'

/** The first letters of the first and the last word, as a reader counts letters. */
export const initialsOf = (name: string): string => {
  const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const first = (word: string) => [...letters.segment(word)][0]?.segment ?? ''
  const words = name.split(' ').filter((word) => /[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(word))
  const [start = name, end = ''] = words.length > 1 ? [words[0], words.at(-1)] : words
  return (first(start) + first(end)).toLocaleUpperCase()
}

/** As the server takes them: a number, a name, or a function whose arguments are none. */
const color =
  /^(#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|(?!inherit|initial|unset|revert|transparent|currentcolor)[a-z]+|((rgb|hsl)a?|hwb|(ok)?(lab|lch))\([\da-z.,%/+ -]*\))$/i

/** Each bears white letters at 4.5 : 1. */
// biome-ignore format: a palette reads as one block
const palette = ['#b4232a', '#b4470c', '#8a6100', '#4d7300', '#1a7a36', '#00766a', '#00708f', '#1565c0', '#4a56c9', '#7a3fc0', '#a02c9a', '#b3246b']

/** `value` where it is a colour and nothing else, else one that is always the same for the same `seed`. */
export const safeColor = (value: unknown, seed = ''): string => {
  if (typeof value === 'string' && value.length <= 128 && color.test(value)) {
    if (!globalThis.CSS || CSS.supports('color', value)) return value
  }
  let hash = 0
  for (const letter of seed) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return palette[hash % palette.length] as string
}

export const colorOf = ({ userInfo, userId }: Pick<User, 'userInfo' | 'userId'>): string =>
  safeColor(userInfo?.color, userId)

/** An address of a picture or a page on the web, made whole, or `null`: one that runs a script is none. */
export const safeUrl = (value: unknown): string | null => {
  if (typeof value !== 'string' || value === '') return null
  try {
    const { protocol, href } = new URL(value, document.baseURI)
    const isPicture = protocol === 'data:' && /^data:image\/(png|jpeg|gif|webp|avif)[;,]/i.test(value)
    return protocol === 'https:' || protocol === 'http:' || isPicture ? href : null
  } catch {
    return null
  }
}

/** Names a person in a list: an id that was only claimed is another person than the same id proven by a token. */
export const keyOf = ({ verified, userId }: Pick<PresenceUser, 'verified' | 'userId'>): string =>
  `${verified ? 1 : 0}${userId}`
