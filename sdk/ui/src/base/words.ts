/** Owns the words that elements say: their own, those of the app for all elements of a tag, and those of a single element. */

/** One text, or one per plural form as `Intl.PluralRules` names them, chosen by `count`. `{name}` stands for a value. */
export type Word = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string })

/** By name. What is left out is said as before. */
export type Words = Readonly<Record<string, Word>>

type Values = Readonly<Record<string, string | number>>

const ofApp = new Map<string, Words>()
const listeners = new EventTarget()

/**
 * Words for all elements of a tag, those that are there already too. Which names a tag has stands in the reference.
 *
 * @example setWords({ 'syncforge-avatars': { here: { one: '{count} Person ist hier', other: '{count} Personen sind hier' } } })
 */
export const setWords = (tables: Readonly<Record<string, Words>>): void => {
  for (const [tag, words] of Object.entries(tables)) ofApp.set(tag, words)
  listeners.dispatchEvent(new Event('words'))
}

/** Calls back after every {@link setWords}, until the returned function is called. */
export const whenWordsChange = (changed: () => void): (() => void) => {
  listeners.addEventListener('words', changed)
  return () => listeners.removeEventListener('words', changed)
}

/** The language around an element, for its numbers, times and plurals. */
export const languageOf = (element: HTMLElement): string | undefined => {
  const said = element.closest<HTMLElement>('[lang]')?.lang || document.documentElement.lang
  try {
    // A page may say a language that is none.
    return said ? new Intl.Locale(said).toString() : undefined
  } catch {
    return undefined
  }
}

const pick = (word: Word, values: Values, language: string | undefined): string => {
  if (typeof word === 'string') return word
  const rule = new Intl.PluralRules(language).select(Number(values.count ?? 0))
  return word[rule] ?? word.other
}

const isWord = (word: unknown): word is Word =>
  typeof word === 'string' || typeof (word as { readonly other?: unknown } | null | undefined)?.other === 'string'

/**
 * What the elements of one tag say, with the words that they have of their own.
 *
 * @example
 * const say = speaker('syncforge-avatars', { more: 'and {count} more' })
 * say(this, 'more', { count: 3 }) // and 3 more
 */
export const speaker =
  <W extends Words>(tag: string, own: W) =>
  (
    element: HTMLElement & { readonly words?: Words | null | undefined },
    name: keyof W & string,
    values: Values = {},
  ) => {
    const word = [element.words?.[name], ofApp.get(tag)?.[name]].find(isWord) ?? (own[name] as Word)
    const language = languageOf(element)
    const shown = (key: string) => {
      const value = values[key]
      return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value
    }
    return pick(word, values, language).replace(/\{(\w+)\}/g, (hole, key) => shown(key) ?? hole)
  }
