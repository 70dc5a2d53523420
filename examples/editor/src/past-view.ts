// Owns the sheet that shows the past in place of the text: a version with what has changed since, or who wrote which words.
import type { AuthoredRun, TextChange } from '@syncforge/client'
import { PALETTE, paint } from './color.ts'
import { oneLine } from './one-line.ts'
import { keyOf, type Person } from './people.ts'

export interface PastPlaces {
  readonly section: HTMLElement
  readonly heading: HTMLElement
  readonly facts: HTMLElement
  readonly legend: HTMLElement
  readonly text: HTMLElement
  readonly restore: HTMLButtonElement
  readonly back: HTMLButtonElement
}

interface Surroundings {
  readonly people: () => readonly Person[]
  readonly onClosed: (hadFocus: boolean) => void
}

interface Author {
  readonly name: string
  readonly color: string
}

/** More pieces than this are not drawn: nobody reads them, and a page must not stand still for them. */
const MAX_PIECES = 5_000
const UNKNOWN = 'Unknown'

const lines = (text: string): string => text.replace(/\r\n?/g, '\n')

const piece = (tag: string, className: string, text: string): HTMLElement => {
  const element = document.createElement(tag)
  element.className = className
  element.textContent = lines(text)
  return element
}

/** Who is who in `runs`: people who are here keep their colours, the others get what is left. */
const authorsOf = (runs: readonly AuthoredRun[], people: readonly Person[]): ReadonlyMap<string, Author> => {
  const authors = new Map<string, Author>()
  const free = PALETTE.filter((color) => !people.some((person) => person.color === color))
  for (const { by } of runs) {
    const id = by ? keyOf(by) : ''
    if (authors.has(id)) continue
    const here = people.find((person) => person.key === id)
    const color =
      here?.color ?? (by ? (free.shift() ?? PALETTE[authors.size % PALETTE.length] ?? PALETTE[0]) : '#6a6255')
    authors.set(id, { name: here?.name ?? ((by && oneLine(by.name, 40)) || UNKNOWN), color })
  }
  return authors
}

/** Draws into `places`; nothing is shown before it is told to. */
export const createPastView = (places: PastPlaces, { people, onClosed }: Surroundings) => {
  const { section, heading, facts, legend, text, restore, back } = places
  let onRestore: (() => void) | undefined

  const show = (title: string, about: string, pieces: readonly Node[], missing: boolean) => {
    heading.textContent = title
    facts.textContent = about
    const rest = missing ? [piece('p', 'past-rest', 'The rest is too much to be shown here.')] : []
    text.replaceChildren(...(pieces.length > 0 ? pieces : [piece('p', 'past-rest', 'Nothing was written.')]), ...rest)
    restore.hidden = onRestore === undefined
    document.documentElement.dataset.view = 'past'
    section.hidden = false
    heading.focus()
    scrollTo({ top: 0 })
  }
  const close = () => {
    if (section.hidden) return
    const hadFocus = section.contains(document.activeElement)
    section.hidden = true
    delete document.documentElement.dataset.view
    text.replaceChildren()
    legend.replaceChildren()
    onRestore = undefined
    onClosed(hadFocus)
  }
  restore.onclick = () => onRestore?.()
  back.onclick = () => close()

  return {
    isOpen: () => !section.hidden,
    close,
    /** The version as it was, with what was written and deleted since. */
    showVersion(version: { name: string; when: string }, changes: readonly TextChange[], restoreIt?: () => void) {
      onRestore = restoreIt
      const pieces = changes.slice(0, MAX_PIECES).map(({ kind, text: words }) => {
        if (kind === 'kept') return document.createTextNode(lines(words))
        // What is in the document now and not in the version, and the other way round.
        return kind === 'added' ? piece('ins', 'since-added', words) : piece('del', 'since-removed', words)
      })
      const differs = changes.some(({ kind }) => kind !== 'kept')
      const signs = differs
        ? [piece('ins', 'since-added', 'written since'), piece('del', 'since-removed', 'deleted since')]
        : []
      legend.replaceChildren(
        ...signs.map((sign) => {
          const item = document.createElement('li')
          item.append(sign)
          return item
        }),
      )
      show(
        version.name,
        differs ? version.when : `${version.when} · the same as now`,
        pieces,
        changes.length > MAX_PIECES,
      )
    },
    /** Every word in its author's colour. */
    showAuthors(runs: readonly AuthoredRun[]) {
      onRestore = undefined
      const authors = authorsOf(runs, people())
      let last: string | undefined
      const pieces = runs.slice(0, MAX_PIECES).map(({ text: words, by }) => {
        const id = by ? keyOf(by) : ''
        const { name, color } = authors.get(id) as Author
        const run = document.createElement('span')
        run.className = 'authored'
        run.title = name
        paint(run, color)
        // Said whenever another person begins, as the colour shows it.
        if (id !== last) run.append(piece('span', 'visually-hidden', `${name}: `))
        last = id
        run.append(lines(words))
        return run
      })
      legend.replaceChildren(
        ...Array.from(authors.values(), ({ name, color }) => {
          const item = piece('li', 'author', name)
          paint(item, color)
          return item
        }),
      )
      show('Who wrote what', 'Each word in the colour of whoever wrote it', pieces, runs.length > MAX_PIECES)
    },
  }
}
