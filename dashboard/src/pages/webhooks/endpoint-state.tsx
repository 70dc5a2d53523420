/** How it goes with an endpoint, in a badge or two. */
import { exactTime } from '../../components/time.tsx'
import { type Endpoint, offWords } from './words.ts'

export const EndpointState = ({ isEnabled, offReason, status }: Endpoint) => {
  const { failingSince = null, dead = 0, pending = 0 } = status ?? {}
  return (
    <span className="badges">
      {!isEnabled && (
        <span
          className="badge badge-danger"
          title={offReason === null ? undefined : `Turned off: ${offWords[offReason]}`}
        >
          off
        </span>
      )}
      {isEnabled && failingSince === null && <span className="badge badge-good">on</span>}
      {isEnabled && failingSince !== null && (
        <span className="badge badge-warn" title={`Nothing has reached it since ${exactTime(failingSince)}`}>
          failing
        </span>
      )}
      {pending > 0 && <span className="badge">{pending} waiting</span>}
      {dead > 0 && <span className="badge badge-danger">{dead} dead</span>}
    </span>
  )
}
