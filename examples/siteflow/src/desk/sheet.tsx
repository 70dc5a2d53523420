/** One document on the page: read, or written by who holds its pen. */
import type { AutosaveState, Lease, Room } from '@syncforge/client'
import { authorOf, personKey } from '../people/people.ts'
import { LockIcon, PenIcon } from '../ui/icons.tsx'
import { spokenTime } from '../ui/times.ts'
import { useStore } from '../ui/use-store.ts'
import { Conflict } from './conflict.tsx'
import type { Desk, DeskState } from './desk.ts'
import { Prose } from './prose.tsx'

const signs = {
  saved: 'Saved',
  waiting: 'Not saved yet',
  saving: 'Saving…',
  conflict: 'Two versions',
  refused: 'Not saved',
} as const

const Sign = ({ text, isOffline }: { readonly text: AutosaveState; readonly isOffline: boolean }) => {
  const isKept = isOffline && text.status !== 'saved'
  return (
    <p className="sign" role="status" data-sign={isKept ? 'offline' : text.status}>
      {isKept ? 'Offline: kept in this browser' : signs[text.status]}
    </p>
  )
}

/** Who holds the pen, from my side. */
const holderOf = (lease: Lease | undefined, { self }: Room): string | null => {
  if (!lease) return null
  return personKey(lease.by) === personKey(self) ? 'You, in another window' : authorOf(lease.by)
}

const Facts = ({ record }: Pick<DeskState, 'record'>) => (
  <p className="small quiet facts">
    {record === undefined && 'Loading…'}
    {record === null && 'Nobody has begun this document'}
    {record && `Version ${record.version}, saved by ${authorOf(record.by)} at ${spokenTime(record.at)}`}
  </p>
)

interface SheetProps {
  readonly room: Room
  readonly desk: Desk
  readonly mayWrite: boolean
}

export const Sheet = ({ room, desk, mayWrite }: SheetProps) => {
  const { document } = desk
  const { record, mode, text, notice } = useStore(desk)
  const isOffline = useStore(room.status) !== 'connected'
  const lease = useStore(room.locks).find(({ key }) => key === document.key)
  const isMine = mode === 'editing'
  const holder = isMine ? null : holderOf(lease, room)
  const isConflict = text?.status === 'conflict'

  return (
    <article className="sheet" aria-labelledby="sheet-title" aria-busy={record === undefined}>
      <header className="sheet-head">
        <div>
          <h2 id="sheet-title">{document.title}</h2>
          <Facts record={record} />
        </div>
        <div className="row">
          {text && <Sign text={text} isOffline={isOffline} />}
          {mode === 'reading' && mayWrite && !holder && (
            <button
              type="button"
              className="button button-primary"
              disabled={isOffline}
              onClick={() => void desk.edit()}
            >
              <PenIcon />
              {record === null ? 'Begin with the template' : 'Edit'}
            </button>
          )}
          {mode === 'asking' && (
            <button type="button" className="button button-primary" disabled>
              <PenIcon />
              Asking…
            </button>
          )}
          {isMine && !isConflict && (
            <button type="button" className="button button-primary" onClick={() => void desk.finish()}>
              Done
            </button>
          )}
        </div>
      </header>

      {holder && (
        <div className="strip" role="status">
          <LockIcon />
          <span>
            <strong>{holder}</strong> {holder.startsWith('You,') ? 'have' : 'has'} the pen
            {lease && ` until ${spokenTime(lease.expiresAt)} at the latest`}.
          </span>
          {mode === 'reading' && mayWrite && (
            <button
              type="button"
              className="button button-small"
              disabled={isOffline}
              onClick={() => void desk.edit({ wait: true })}
            >
              Stand in line
            </button>
          )}
          {mode === 'waiting' && (
            <button type="button" className="button button-small" onClick={desk.giveUp}>
              You’re in line. Leave it
            </button>
          )}
        </div>
      )}
      {mode === 'lost' && !isConflict && (
        <div className="strip strip-warn" role="alert">
          <span>You don’t have the pen any more. What you wrote is kept in this browser, not in the project.</span>
          <button
            type="button"
            className="button button-small"
            disabled={isOffline}
            onClick={() => void desk.edit({ wait: Boolean(lease) })}
          >
            {lease ? 'Stand in line' : 'Take the pen again'}
          </button>
          <button
            type="button"
            className="button button-small"
            onClick={() => confirm('Drop what you wrote since the last save?') && void desk.discard()}
          >
            Drop it
          </button>
        </div>
      )}
      {notice && (
        <p className="strip" role="status">
          {notice}
        </p>
      )}

      {isConflict && <Conflict desk={desk} text={text} />}
      {text && !isConflict && (
        <textarea
          className="paper-text"
          aria-label={`Text of ${document.title}`}
          value={text.content}
          readOnly={!isMine}
          // biome-ignore lint/a11y/noAutofocus: whoever takes the pen wants to write
          autoFocus
          onChange={(event) => desk.write(event.target.value)}
        />
      )}
      {!text && record && <Prose text={record.content} />}
      {!text && record === null && (
        <div className="ghost">
          <p className="small quiet">It begins with this template:</p>
          <Prose text={document.template} />
        </div>
      )}
    </article>
  )
}
