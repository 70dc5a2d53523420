// Owns what the page shows: the header with who is here, the clock and "keep this", and below it the pad.
import type { PresenceUser, Room } from '@syncforge/client'
import { type CSSProperties, useState } from 'react'
import { Blocks } from './blocks.tsx'
import { Clock } from './clock.tsx'
import { useStay } from './stay.ts'
import { useStore } from './use-store.ts'

const nameOf = ({ userInfo }: PresenceUser): string => userInfo.name || 'Guest'

/** Nothing but a plain colour gets into the page's styles. */
const personStyle = ({ userInfo: { color = '' } }: PresenceUser): CSSProperties =>
  ({ '--person': /^#[0-9a-f]{6}$/i.test(color) ? color : '#475569' }) as CSSProperties

const People = ({ room }: { readonly room: Room }) => (
  <ul className="people" aria-label="Who is here">
    {useStore(room.presence).map((person) => (
      <li key={`${person.verified} ${person.userId}`} style={personStyle(person)}>
        {nameOf(person)}
        {person.userId === room.self.userId ? ' (you)' : ''}
      </li>
    ))}
  </ul>
)

const Keep = ({ room, keep }: { readonly room: Room; readonly keep: () => Promise<void> }) => {
  const [isKeeping, set] = useState(false)
  if (useStore(room.info).metadata.kept === true) return null
  const press = async () => {
    set(true)
    await keep()
    set(false)
  }
  return (
    <button type="button" className="button button-primary" disabled={isKeeping} onClick={press}>
      Keep this
    </button>
  )
}

const CopyLink = () => {
  const [isCopied, set] = useState(false)
  const copy = async () => {
    // The clipboard is missing on plain http away from localhost.
    await navigator.clipboard?.writeText(location.href)
    set(true)
    setTimeout(() => set(false), 2_000)
  }
  return (
    <button type="button" className="button" onClick={copy}>
      {isCopied ? 'Copied' : 'Copy link'}
    </button>
  )
}

export const App = () => {
  const { room, problem, keep, again } = useStay()
  return (
    <>
      <header className="bar">
        <h1>
          <a href="/examples">Scratchpad</a>
        </h1>
        {room && <People room={room} />}
        <div className="bar-actions">
          <CopyLink />
          {room && <Keep room={room} keep={keep} />}
        </div>
      </header>
      <main>
        {problem && (
          <div className="problem" role="alert">
            <p>{problem}</p>
            <button type="button" className="button" onClick={again}>
              Try again
            </button>
          </div>
        )}
        {room ? (
          <>
            <Clock room={room} />
            <div className="sheet">
              <Blocks key={room.id} room={room} />
            </div>
          </>
        ) : (
          !problem && <p className="clock">Opening the pad…</p>
        )}
      </main>
    </>
  )
}
