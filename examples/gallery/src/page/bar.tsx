// Owns the header: where one is, who is here, and whether all is saved.
import type { PresenceUser, Room, Status, SyncStatus } from '@syncforge/client'
import { type CSSProperties, useState } from 'react'
import type { EditorEntry } from '../editors/table.ts'
import { useTheme } from './theme.ts'
import { useStore } from './use-store.ts'

const shownPeople = 4

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')

const nameOf = ({ userInfo }: PresenceUser): string => userInfo.name || 'Guest'

/** Nothing but a plain colour gets into the page's styles. */
const personStyle = ({ userInfo: { color = '' } }: PresenceUser): CSSProperties =>
  ({ '--person': /^#[0-9a-f]{6}$/i.test(color) ? color : '#475569' }) as CSSProperties

const signOf = (status: Status, sync: SyncStatus): string => {
  if (status === 'disconnected') return 'Ended'
  if (status !== 'connected' || sync === 'offline') return 'Offline'
  return { saved: 'Saved', synchronizing: 'Saving…', refused: 'Not saved' }[sync]
}

const Here = ({ room }: { readonly room: Room }) => {
  const people = useStore(room.presence)
  const status = useStore(room.status)
  const sync = useStore(room.sync)
  const more = people.length - shownPeople
  return (
    <>
      <ul className="people" aria-label={`${people.length} here`}>
        {people.slice(0, more === 1 ? shownPeople + 1 : shownPeople).map((person) => (
          <li
            key={`${person.verified} ${person.userId}`}
            className="avatar"
            style={personStyle(person)}
            title={nameOf(person)}
          >
            <span aria-hidden="true">{initials(nameOf(person))}</span>
            <span className="visually-hidden">
              {nameOf(person)}
              {person.userId === room.self.userId ? ' (you)' : ''}
            </span>
          </li>
        ))}
        {more > 1 && <li className="avatar avatar-more">+{more}</li>}
      </ul>
      <p className="sign" role="status" data-sign={status === 'connected' ? sync : 'offline'}>
        {signOf(status, sync)}
      </p>
    </>
  )
}

export const Bar = ({ room, editor }: { readonly room: Room | null; readonly editor: EditorEntry | null }) => {
  const { isDark, toggle } = useTheme()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    // The clipboard is missing on plain http away from localhost.
    await navigator.clipboard?.writeText(location.href)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <header className="bar">
      {/* The address's # names the editor. */}
      <button type="button" className="skip-link" onClick={() => document.querySelector('main')?.focus()}>
        Skip to the content
      </button>
      <a className="brand" href="/examples" title="All examples">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect className="brand-plate" width="32" height="32" rx="9" />
          <path className="brand-glyph" d="M23.5 8.5H9l4 6h10.5z" />
          <path className="brand-glyph brand-glyph-second" d="M8.5 23.5H23l-4-6H8.5z" />
        </svg>
        <span className="visually-hidden">SyncForge: all examples</span>
      </a>
      <nav className="where" aria-label="Where you are">
        <a href="#index" aria-current={editor ? undefined : 'page'}>
          Gallery
        </a>
        {editor && (
          <>
            <span aria-hidden="true">/</span>
            <span aria-current="page">{editor.title}</span>
          </>
        )}
      </nav>
      <div className="bar-actions">
        {room && <Here room={room} />}
        <button type="button" className="button bar-theme" onClick={toggle}>
          {isDark ? 'Light' : 'Dark'}
          <span className="visually-hidden"> theme</span>
        </button>
        {editor && (
          <button type="button" className="button button-primary" onClick={copy}>
            {copied ? 'Copied' : 'Copy link'}
          </button>
        )}
      </div>
    </header>
  )
}
