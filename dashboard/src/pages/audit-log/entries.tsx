/** Entries of the audit log as a table; what changed unfolds. */
import { Ago, exactTime } from '../../components/time.tsx'
import { changesOf } from './changes.ts'
import { actWords } from './words.ts'

export interface AuditEntry {
  readonly id: string | number
  readonly at: number
  readonly act: string
  readonly actor: { readonly id: string; readonly name: string | null; readonly email: string | null } | null
  readonly address: string | null
  readonly subject: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

const Changes = ({ entry: { before, after } }: { readonly entry: AuditEntry }) => {
  const changes = changesOf(before, after)
  if (changes.length === 0) return null
  return (
    <details className="changes">
      <summary>{changes.length === 1 ? '1 field' : `${changes.length} fields`}</summary>
      <dl>
        {changes.map(({ field, before: was, after: is }) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>
              {was !== null && <del>{was}</del>}
              {was !== null && is !== null && ' → '}
              {is !== null && <ins>{is}</ins>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

export const AuditEntries = ({ entries }: { readonly entries: readonly AuditEntry[] }) => (
  <table className="table table-cards">
    <caption className="visually-hidden">Audit log, newest first</caption>
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col">Who</th>
        <th scope="col">From</th>
        <th scope="col">When</th>
        <th scope="col">Changed</th>
      </tr>
    </thead>
    <tbody>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <td>
            <div className="cell-words">
              <strong>{actWords(entry.act)}</strong>
              <small className="mono">{entry.subject}</small>
            </div>
          </td>
          <td data-label="Who">
            {entry.actor === null ? <span className="quiet">the platform</span> : (entry.actor.name ?? entry.actor.id)}
          </td>
          <td data-label="From" className="quiet mono">
            {entry.address ?? '–'}
          </td>
          <td data-label="When" className="quiet">
            <span title={exactTime(entry.at)}>
              <Ago at={entry.at} />
            </span>
          </td>
          <td data-label="Changed">
            <Changes entry={entry} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
