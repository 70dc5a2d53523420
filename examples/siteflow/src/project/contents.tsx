/** The nine documents: how far each is, who is in it, who has its pen, and what is said about it that I have not read. */
import type { Room } from '@syncforge/client'
import type { MouseEvent } from 'react'
import { addressOf, goTo } from '../address.ts'
import type { Desk } from '../desk/desk.ts'
import { Avatars } from '../people/avatars.tsx'
import { authorOf, type Person } from '../people/people.ts'
import { CheckIcon, LockIcon } from '../ui/icons.tsx'
import { spokenTime } from '../ui/times.ts'
import { useStore } from '../ui/use-store.ts'
import { UnreadComments } from './unread.tsx'

interface EntryProps {
  readonly room: Room
  readonly desk: Desk
  readonly people: readonly Person[]
  readonly isOpen: boolean
  readonly onOpen: () => void
}

const Entry = ({ room, desk, people, isOpen, onOpen }: EntryProps) => {
  const { key, title } = desk.document
  const { record } = useStore(desk)
  const lease = useStore(room.locks).find((each) => each.key === key)
  const tasks = useStore(room.checklists).lists.find(({ name }) => name === key)
  const inside = people.filter(({ places }) => places.some(({ document }) => document === key))
  const isDone = tasks !== undefined && tasks.total > 0 && tasks.done === tasks.total
  const open = (event: MouseEvent) => {
    // A click that asks for another window is the browser's.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    goTo({ doc: key })
    onOpen()
  }
  return (
    <li>
      <a className="entry" href={addressOf({ doc: key })} aria-current={isOpen ? 'page' : undefined} onClick={open}>
        <span className="entry-words">
          <span className="entry-title">{title}</span>
          <span className="small quiet entry-state">
            {lease ? (
              <>
                <LockIcon /> {authorOf(lease.by)} writes
              </>
            ) : record ? (
              `${authorOf(record.by)}, ${spokenTime(record.at)}`
            ) : record === null ? (
              'Not begun'
            ) : (
              'Loading…'
            )}
          </span>
        </span>
        <span className="entry-side">
          <UnreadComments room={room} document={key} what="unread in its comments" />
          <Avatars people={inside} max={2} label={`In ${title}`} />
          {tasks && (
            <span className="small entry-tasks" data-done={isDone || undefined}>
              {isDone && <CheckIcon />}
              <span className="visually-hidden">Tasks done: </span>
              {tasks.done}/{tasks.total}
            </span>
          )}
        </span>
      </a>
    </li>
  )
}

interface ContentsProps {
  readonly room: Room
  readonly desks: readonly Desk[]
  readonly people: readonly Person[]
  readonly open: string
  readonly onOpen: () => void
}

export const Contents = ({ room, desks, people, open, onOpen }: ContentsProps) => (
  <nav className="contents" aria-label="Documents">
    <ul>
      {desks.map((desk) => (
        <Entry
          key={desk.document.key}
          room={room}
          desk={desk}
          people={people}
          isOpen={desk.document.key === open}
          onOpen={onOpen}
        />
      ))}
    </ul>
  </nav>
)
