// Owns the history panel: the versions of the document, naming one, and which of them, or whose words, the past view shows.
import type { Version } from '@syncforge/client'
import { oneLine } from './one-line.ts'
import { createPastView, type PastPlaces } from './past-view.ts'
import type { Person } from './people.ts'
import type { Room } from './room.ts'
import { sentenceOf } from './sentence.ts'
import { spokenTime } from './spoken-time.ts'

export interface HistoryPlaces {
  readonly button: HTMLButtonElement
  readonly panel: HTMLElement
  readonly heading: HTMLElement
  readonly close: HTMLButtonElement
  readonly form: HTMLFormElement
  readonly field: HTMLInputElement
  readonly authors: HTMLButtonElement
  readonly note: HTMLElement
  readonly retry: HTMLButtonElement
  readonly list: HTMLOListElement
  readonly past: PastPlaces
}

interface Surroundings {
  readonly people: () => readonly Person[]
  readonly say: (sentence: string) => void
  /** Only one thing stands beside the text. */
  readonly onOpen: () => void
}

/** The page's own event in the room: somebody named or restored a version. */
const CHANGED = 'versions-changed'
/** Many may say so at once; the list is fetched again this much later. */
const REFRESH_AFTER_MS = 500
/** As in history.css. */
const covering = matchMedia('(max-width: 999px)')
const MAX_LISTED = 300
const MAX_NAME_LENGTH = 80

const nameOf = ({ name, kind }: Version): string =>
  (name && oneLine(name, MAX_NAME_LENGTH)) || (kind === 'named' ? 'Version without a name' : 'Saved automatically')

/** Makes the panel work for `room` until `end`. */
export const showHistory = (room: Room, places: HistoryPlaces, { people, say, onOpen }: Surroundings) => {
  const { button, panel, heading, form, field, authors, note, retry, list } = places
  const ending = new AbortController()
  const { signal } = ending
  let versions: readonly Version[] = []
  let shown: string | undefined
  /** What was asked last: an earlier answer that comes later is not shown. */
  let asked = 0
  let refresh: ReturnType<typeof setTimeout> | undefined

  const isOpen = () => !panel.hidden
  const mayWrite = () => ['write', 'moderate'].includes(room.access.get())
  const tell = (sentence: string, mayRetry = false) => {
    note.textContent = sentence
    note.hidden = sentence === ''
    retry.hidden = !mayRetry
  }
  const mark = () => {
    for (const item of list.querySelectorAll('button'))
      item.setAttribute('aria-pressed', String(item.dataset.version === shown))
    authors.setAttribute('aria-pressed', String(shown === 'authors'))
  }
  const past = createPastView(places.past, {
    people,
    onClosed(hadFocus) {
      const opener = Array.from(list.querySelectorAll('button')).find((item) => item.dataset.version === shown)
      shown = undefined
      mark()
      if (hadFocus) (opener ?? authors).focus()
    },
  })

  /** Runs `work`; what it was refused is told where one looks. `undefined` when something newer was asked meanwhile. */
  const attempt = async <T>(doing: string, work: () => Promise<T>): Promise<T | undefined> => {
    const ticket = ++asked
    if (room.status.get() !== 'connected') {
      tell('You’re offline: the history is there again with the connection.')
      return undefined
    }
    tell(doing)
    try {
      const answer = await work()
      if (ticket !== asked || signal.aborted) return undefined
      tell('')
      return answer
    } catch (error) {
      if (ticket === asked && !signal.aborted) tell(sentenceOf(error), true)
      return undefined
    }
  }

  const drawList = () => {
    const items = versions.slice(0, MAX_LISTED).map((version) => {
      const item = document.createElement('button')
      item.type = 'button'
      item.className = 'version'
      item.dataset.version = version.id
      const name = item.appendChild(document.createElement('span'))
      name.className = version.kind === 'named' ? 'version-name' : 'version-name version-automatic'
      name.dir = 'auto'
      name.textContent = nameOf(version)
      const facts = item.appendChild(document.createElement('span'))
      facts.className = 'version-facts'
      const by = version.by ? ` · ${oneLine(version.by.name, 40)}` : ''
      facts.textContent = `${spokenTime(version.at)}${by}`
      item.addEventListener('click', () => void showVersion(version))
      const row = document.createElement('li')
      row.append(item)
      return row
    })
    list.replaceChildren(...items)
    mark()
  }
  const load = async () => {
    form.hidden = !mayWrite()
    list.setAttribute('aria-busy', 'true')
    const answer = await attempt(versions.length === 0 ? 'Loading…' : '', () => room.versions.list())
    list.setAttribute('aria-busy', 'false')
    if (!answer) return
    versions = answer
    drawList()
    if (versions.length === 0)
      tell('No versions yet. One is kept whenever a spell of writing ends, and when you name one.')
  }
  const loadSoon = () => {
    if (isOpen())
      refresh ??= setTimeout(() => {
        refresh = undefined
        if (isOpen()) void load()
      }, REFRESH_AFTER_MS)
  }
  const tellOthers = () => {
    // Whoever does not hear it sees the list anew with the next opening.
    room.broadcast(CHANGED).catch(() => {})
  }

  const showVersion = async (version: Version) => {
    const changes = await attempt('Opening the version…', () => room.versions.compare(version.id))
    if (!changes) return
    shown = version.id
    mark()
    const restore = mayWrite() ? () => void restoreVersion(version) : undefined
    past.showVersion({ name: nameOf(version), when: spokenTime(version.at) }, changes.texts.content ?? [], restore)
  }
  const restoreVersion = async (version: Version) => {
    const done = await attempt('Restoring…', async () => {
      await room.versions.restore(version.id)
      return true
    })
    if (!done) return
    past.close()
    say(`Restored: ${nameOf(version)}. What was there before is in the list of versions.`)
    tellOthers()
    await load()
  }
  const showAuthors = async () => {
    if (shown === 'authors') return past.close()
    const written = await attempt('Looking up who wrote what…', async () => {
      // What was just typed here counts too.
      await room.flush()
      return room.history.blame()
    })
    if (!written) return
    shown = 'authors'
    mark()
    past.showAuthors(written.content ?? [])
  }
  const nameVersion = async () => {
    const name = oneLine(field.value, MAX_NAME_LENGTH)
    if (!name) return
    const made = await attempt('Saving the version…', async () => {
      await room.flush()
      return room.versions.create(name)
    })
    if (!made) return
    field.value = ''
    say(`Version saved: ${nameOf(made)}.`)
    tellOthers()
    await load()
  }

  const open = () => {
    onOpen()
    panel.hidden = false
    button.setAttribute('aria-expanded', 'true')
    heading.focus()
    void load()
  }
  const close = () => {
    panel.hidden = true
    button.setAttribute('aria-expanded', 'false')
    past.close()
  }
  const closeAndReturn = () => {
    close()
    button.focus()
  }

  button.hidden = false
  button.addEventListener('click', () => (isOpen() ? closeAndReturn() : open()), { signal })
  places.close.addEventListener('click', closeAndReturn, { signal })
  authors.addEventListener('click', () => void showAuthors(), { signal })
  retry.addEventListener('click', () => void load(), { signal })
  form.addEventListener(
    'submit',
    (event) => {
      event.preventDefault()
      void nameVersion()
    },
    { signal },
  )
  // Escape first leaves the past, then the panel.
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !isOpen()) return
    if (past.isOpen()) past.close()
    else closeAndReturn()
  }
  // Where the list covers the document, the way back to it leads past the list.
  places.past.back.addEventListener('click', () => covering.matches && closeAndReturn(), { signal })
  panel.addEventListener('keydown', leave, { signal })
  places.past.section.addEventListener('keydown', leave, { signal })
  const stops = [
    room.on(CHANGED, loadSoon),
    room.status.subscribe((status) => {
      if (status === 'connected') loadSoon()
    }),
    room.access.subscribe(loadSoon),
  ]

  return {
    close,
    end() {
      ending.abort()
      clearTimeout(refresh)
      for (const stop of stops) stop()
      close()
      list.replaceChildren()
      button.hidden = true
    },
  }
}
