// Owns the word lists behind readable room ids and first names, and fair picking from them.
const WORDS = {
  adjective: [
    'amber',
    'bright',
    'calm',
    'clear',
    'early',
    'golden',
    'lunar',
    'mellow',
    'quiet',
    'silver',
    'sunny',
    'swift',
  ],
  animal: ['badger', 'falcon', 'fox', 'heron', 'koala', 'lynx', 'marten', 'otter', 'panda', 'puffin', 'robin', 'wren'],
  place: [
    'bay',
    'canyon',
    'cove',
    'field',
    'forest',
    'garden',
    'harbor',
    'island',
    'meadow',
    'orchard',
    'ridge',
    'valley',
  ],
} as const

const randomIndex = (length: number): number => {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1))
  return Math.floor((value / 2 ** 32) * length)
}

/** One element of `choices` (a string counts as its characters), each as likely as the others. */
export const pick = (choices: readonly string[] | string): string => choices[randomIndex(choices.length)] ?? ''

/** A random lower-case word of one kind. */
export const word = (kind: keyof typeof WORDS): string => pick(WORDS[kind])

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Every name that somebody may get who has not chosen one, such as "Calm Heron". */
export const guestNames = (): readonly string[] =>
  WORDS.adjective.flatMap((adjective) => WORDS.animal.map((animal) => `${capital(adjective)} ${capital(animal)}`))

/** Whether `name` was given, not chosen. */
export const isGuestName = (name: string): boolean => guestNames().includes(name)

/** A first name for somebody who has not chosen one. */
export const guestName = (): string => pick(guestNames())
