/** What was done to the document: the log with its authors, and the snapshots, to look at and to go back to. */
import type { HistoryEntry, Room, Version } from '@syncforge/client'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { addressOf } from '../address.ts'
import { spokenTime } from '../ui/times.ts'
import { useStore } from '../ui/use-store.ts'

const nameOf = ({ name }: HistoryEntry['authors'][number]): string => name || 'Guest'

export const HistoryPanel = ({ room, mayWrite }: { readonly room: Room; readonly mayWrite: boolean }) => {
  const sync = useStore(room.sync)
  const [log, setLog] = useState<readonly HistoryEntry[] | null>(null)
  const [versions, setVersions] = useState<readonly Version[]>([])
  const [name, setName] = useState('')
  const [problem, setProblem] = useState('')
  const load = useCallback(() => {
    Promise.all([room.history.log(), room.versions.list()]).then(
      ([entries, found]) => {
        setLog(entries)
        setVersions(found)
        setProblem('')
      },
      (error: Error) => setProblem(error.message),
    )
  }, [room])
  useEffect(() => {
    if (sync === 'saved') load()
  }, [sync, load])
  useEffect(() => {
    const document = room.getDocument()
    let timer: ReturnType<typeof setTimeout> | undefined
    // Others' edits are in the log a moment after they are here.
    const changed = () => {
      clearTimeout(timer)
      timer = setTimeout(load, 500)
    }
    document.on('update', changed)
    return () => {
      clearTimeout(timer)
      document.off('update', changed)
    }
  }, [room, load])
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
      load()
    } catch (error) {
      setProblem((error as Error).message)
    }
  }
  const keep = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => {
      await room.flush()
      await room.versions.create(name.trim())
      setName('')
    })
  }
  return (
    <aside className="panel" aria-label="History">
      <h2>Snapshots</h2>
      {mayWrite && (
        <form className="row" onSubmit={keep}>
          <input
            className="field"
            aria-label="Name of a snapshot"
            placeholder="Before the review"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="submit" className="button" disabled={!name.trim()}>
            Keep
          </button>
        </form>
      )}
      <ol className="steps" aria-label="Snapshots">
        {versions.length === 0 && <li className="quiet small">None yet.</li>}
        {versions.map((version) => (
          <li key={version.id}>
            <a href={addressOf({ doc: room.id, at: version.at })}>{version.name ?? 'Automatic'}</a>
            <span className="small quiet"> {spokenTime(version.at)}</span>
            {mayWrite && (
              <button
                type="button"
                className="button button-small"
                onClick={() => void attempt(() => room.versions.restore(version.id))}
              >
                Restore<span className="visually-hidden"> {version.name ?? spokenTime(version.at)}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      <h2>Who wrote when</h2>
      <ol className="steps" aria-label="Log">
        {log === null && !problem && <li className="quiet small">Loading…</li>}
        {log?.length === 0 && <li className="quiet small">Nothing was written yet.</li>}
        {log?.map(({ from, to, authors }) => (
          <li key={from}>
            <a href={addressOf({ doc: room.id, at: to })}>{spokenTime(to)}</a>
            <span className="small quiet"> {authors.map(nameOf).join(', ')}</span>
          </li>
        ))}
      </ol>
      <p className="problem" role="status">
        {problem}
      </p>
    </aside>
  )
}
