// Owns the feed of what happened in the room, in plain sentences. Follows it only while somebody looks.
import type { ActivityEntry } from '@syncforge/client'
import { oneLine } from '../one-line.ts'
import type { Room } from '../room.ts'
import { sentenceOf } from '../sentence.ts'
import { make, makeButton } from './dom.ts'
import { makeTime } from './times.ts'

interface Someone {
  readonly userId: string
  readonly verified: boolean
  readonly name?: string
}
export type NameOf = (someone: Someone) => string

const PAGE = 50
const MAX_NAMED = 4
const names = new Intl.ListFormat('en')

const listOf = (people: readonly Someone[], nameOf: NameOf): string => {
  const [shown, rest] = [people.slice(0, MAX_NAMED), people.length - MAX_NAMED]
  return names.format([...shown.map(nameOf), ...(rest > 0 ? [rest === 1 ? '1 other' : `${rest} others`] : [])])
}

/** An entry as a sentence. */
export const sentenceFor = (entry: ActivityEntry, nameOf: NameOf): string => {
  switch (entry.kind) {
    case 'people.moved': {
      const { joined, left } = entry.body
      const came = joined.length > 0 ? `${listOf(joined, nameOf)} came.` : ''
      const went = left.length > 0 ? `${listOf(left, nameOf)} left.` : ''
      return [came, went].filter(Boolean).join(' ')
    }
    case 'version.created': {
      const name = entry.body.name && oneLine(entry.body.name, 80)
      return name ? `${nameOf(entry.body.by)} saved the version “${name}”.` : 'A version was saved automatically.'
    }
    case 'version.restored':
      return `${nameOf(entry.body.by)} restored a version.`
    case 'schedule.fired':
      return `“${oneLine(entry.body.name, 80)}”, set by ${nameOf(entry.body.by)}, was due.`
  }
}

export const createActivityPanel = (room: Room, panel: HTMLElement, nameOf: NameOf) => {
  const note = make('p', 'side-note', 'Loading…')
  note.setAttribute('role', 'status')
  const list = make('ol', 'feed')
  const more = makeButton('button', 'Older', () => void loadOlder())
  more.hidden = true
  panel.replaceChildren(note, list, more)
  // Nothing in it takes the focus, and it scrolls.
  panel.tabIndex = 0
  let newest: readonly ActivityEntry[] = []
  let older: readonly ActivityEntry[] = []
  let stop: (() => void) | undefined
  let hasHeard = false

  const draw = () => {
    const all = [...newest, ...older]
    // An entry says who somebody was; one of a version only their id.
    const known = new Map<string, string>()
    for (const { kind, body } of all)
      if (kind === 'people.moved') for (const one of [...body.joined, ...body.left]) known.set(keyOf(one), one.name)
    const called: NameOf = (someone) => {
      const name = someone.name ?? known.get(keyOf(someone))
      return nameOf(name === undefined ? someone : { ...someone, name })
    }
    list.replaceChildren(
      ...all.map((entry) => {
        const row = make('li', 'feed-entry')
        row.dataset.kind = entry.kind
        row.append(make('span', 'feed-words', sentenceFor(entry, called)), makeTime(entry.until))
        return row
      }),
    )
    note.textContent =
      all.length > 0 || !hasHeard
        ? ''
        : 'Nothing is written down yet. From now on this shows who comes and goes, and which versions are saved.'
    note.hidden = note.textContent === ''
  }
  const loadOlder = async () => {
    const before = [...newest, ...older].at(-1)?.sequence
    if (before === undefined) return
    more.disabled = true
    try {
      const page = await room.activity.list({ before, limit: PAGE })
      older = [...older, ...page]
      more.hidden = page.length < PAGE
      draw()
    } catch (error) {
      note.textContent = sentenceOf(error)
      note.hidden = false
    } finally {
      more.disabled = false
    }
  }

  return {
    open() {
      let calls = 0
      stop ??= room.activity.subscribe((entries) => {
        // The first call comes before the room has answered.
        hasHeard = ++calls > 1 || entries.length > 0
        const last = entries.at(-1)?.sequence ?? 0
        newest = entries
        older = older.filter(({ sequence }) => sequence < last)
        if (older.length === 0) more.hidden = entries.length < PAGE
        draw()
      })
    },
    close() {
      stop?.()
      stop = undefined
    },
  }
}

const keyOf = ({ userId, verified }: Someone): string => `${verified}:${userId}`
