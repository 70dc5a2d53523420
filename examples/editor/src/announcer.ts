// Owns what is said to people who hear the page: who came, who left. One polite voice, the last sentence wins.
import type { Person } from './people.ts'

/** Says `sentence` through `region`, an element with `aria-live`. */
export const createAnnouncer = (region: HTMLElement) => {
  let known: ReadonlyMap<string, string> | undefined
  const say = (sentence: string): void => {
    region.textContent = sentence
  }
  /** Call with everyone who is here; who was there at the first call is not announced. */
  const peopleChanged = (people: readonly Person[]): void => {
    const now = new Map(people.filter((person) => !person.isSelf).map(({ key, name }) => [key, name]))
    if (known) {
      const before = known
      const joined = [...now].filter(([key]) => !before.has(key)).map(([, name]) => `${name} joined.`)
      const left = [...before].filter(([key]) => !now.has(key)).map(([, name]) => `${name} left.`)
      if (joined.length + left.length > 0) say([...joined, ...left].slice(0, 4).join(' '))
    }
    known = now
  }
  return { say, peopleChanged }
}
