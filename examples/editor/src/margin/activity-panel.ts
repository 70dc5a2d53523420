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
  readonly name: string
}
export type NameOf = (someone: Someone) => string

interface Surroundings {
  readonly nameOf: NameOf
  readonly showThread: (threadId: string) => void
}

const PAGE = 50
const MAX_NAMED = 4
const names = new Intl.ListFormat('en')

const listOf = (people: readonly Someone[], nameOf: NameOf): string => {
  const [shown, rest] = [people.slice(0, MAX_NAMED), people.length - MAX_NAMED]
  return names.format([...shown.map(nameOf), ...(rest > 0 ? [rest === 1 ? '1 other' : `${rest} others`] : [])])
}

/** An entry as a sentence. */
export const sentenceFor = ({ kind, by, body }: ActivityEntry, nameOf: NameOf): string => {
  const who = by ? nameOf(by) : 'Somebody'
  switch (kind) {
    case 'people.moved': {
      const came = body.joined.length > 0 ? `${listOf(body.joined, nameOf)} came.` : ''
      const went = body.left.length > 0 ? `${listOf(body.left, nameOf)} left.` : ''
      return [came, went].filter(Boolean).join(' ')
    }
    case 'version.created': {
      const name = body.name && oneLine(body.name, 80)
      return name ? `${who} saved the version “${name}”.` : 'A version was saved automatically.'
    }
    case 'version.restored':
      return `${who} restored a version.`
    case 'schedule.fired':
      return `“${oneLine(body.name, 80)}”, set by ${who}, was due.`
    case 'thread.created':
      return `${who} began a thread.`
    case 'comment.created':
      return `${who} commented.`
    case 'thread.resolved':
      return `${who} resolved a thread.`
    case 'thread.reopened':
      return `${who} reopened a thread.`
    case 'access.changed': {
      const whom = nameOf({ userId: body.userId, verified: true, name: body.userId })
      return body.access
        ? `${whom} may now ${body.access === 'moderate' ? 'do everything' : body.access} here.`
        : `What ${whom} may do here was reset.`
    }
    default:
      // The room has more than this page shows.
      return `${who}: ${kind.replace('.', ' ')}.`
  }
}

/** A thread comes with its first comment: one sentence says both. */
const withoutFirstComments = (entries: readonly ActivityEntry[]): readonly ActivityEntry[] =>
  entries.filter((entry, index) => {
    const before = entries[index + 1]
    const isFirst = entry.kind === 'comment.created' && before?.kind === 'thread.created'
    return !isFirst || before.body.threadId !== entry.body.threadId
  })

export const createActivityPanel = (room: Room, panel: HTMLElement, { nameOf, showThread }: Surroundings) => {
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
    const all = withoutFirstComments([...newest, ...older])
    list.replaceChildren(
      ...all.map((entry) => {
        const row = make('li', 'feed-entry')
        row.dataset.kind = entry.kind
        const sentence = sentenceFor(entry, nameOf)
        const { body } = entry
        const words =
          'threadId' in body
            ? makeButton('feed-words feed-link', sentence, () => showThread(body.threadId))
            : make('span', 'feed-words', sentence)
        row.append(words, makeTime(entry.until))
        return row
      }),
    )
    note.textContent =
      all.length > 0 || !hasHeard
        ? ''
        : 'Nothing is written down yet. From now on this shows who comes and goes, and what is said and saved.'
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
