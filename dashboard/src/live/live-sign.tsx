/** Says whether what is shown is pushed at this moment. */
import type { Live } from './live.ts'

const words: Readonly<Record<Live['status'], string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  away: 'Not live: trying again',
  ended: 'Not live',
}

export const LiveSign = ({ status }: { readonly status: Live['status'] }) => (
  <span className={status === 'live' ? 'badge badge-good' : 'badge badge-warn'} role="status">
    <span className="live-dot" data-quiet={status === 'live' ? undefined : ''} aria-hidden />
    {words[status]}
  </span>
)
