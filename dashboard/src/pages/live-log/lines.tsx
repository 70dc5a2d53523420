/** Lines of the live log as a table, newest first. */
import { Link } from '@tanstack/react-router'
import type { ShownLine } from '../../live/log.ts'
import { useOrganization } from '../../session/organizations.ts'
import { kindOf, whatOf } from './words.ts'

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

const looks: Readonly<Partial<Record<ShownLine['kind'], string>>> = {
  join: 'badge badge-good',
  refusal: 'badge badge-warn',
  notice: 'badge badge-warn',
  'left-out': 'badge badge-warn',
  gap: 'badge badge-warn',
  error: 'badge badge-danger',
}

const keyOf = ({ sequence, kind }: ShownLine): string => `${sequence} ${kind}`

export const LogLines = ({ lines }: { readonly lines: readonly ShownLine[] }) => {
  const { slug } = useOrganization()
  return (
    <table className="table table-cards">
      <caption className="visually-hidden">Live log, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Kind</th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">Room</th>
          <th scope="col">Request</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={keyOf(line)} data-kind={line.kind}>
            <td className="fit">
              <span className={looks[line.kind] ?? 'badge'}>{kindOf(line)}</span>
            </td>
            <td data-label="What">{whatOf(line) || <span className="quiet">–</span>}</td>
            <td data-label="Who" className="mono">
              {line.who ?? <span className="quiet">–</span>}
            </td>
            <td data-label="Room" className="mono">
              {line.roomId === null ? (
                <span className="quiet">–</span>
              ) : (
                <Link to="/orgs/$slug/rooms/$roomId" params={{ slug, roomId: line.roomId }}>
                  {line.roomId}
                </Link>
              )}
            </td>
            <td data-label="Request" className="quiet mono">
              {line.requestId ?? '–'}
            </td>
            <td data-label="When" className="fit quiet numbers">
              <time dateTime={new Date(line.at).toISOString()} title={exact.format(line.at)}>
                {clock.format(line.at)}
              </time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
