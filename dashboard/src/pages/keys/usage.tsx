/** How much a key was used, day by day. */
import { useQuery } from '@tanstack/react-query'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useOrganization } from '../../session/organizations.ts'
import type { ApiKey } from './api-key.ts'
import { keyUsageQuery } from './queries.ts'

const DAYS = 30
const DAY_MS = 86_400_000

interface Day {
  readonly day: string
  readonly requests: number
  readonly connections: number
}

/** Days without use are not told: here each of the last thirty has its place. */
const filledDays = (days: readonly Day[], now: number): Day[] => {
  const told = new Map(days.map((entry) => [entry.day, entry]))
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(now - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10)
    return told.get(day) ?? { day, requests: 0, connections: 0 }
  })
}

const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const count = new Intl.NumberFormat()

const Bars = ({
  days,
  of,
  words,
}: {
  readonly days: readonly Day[]
  readonly of: 'requests' | 'connections'
  readonly words: string
}) => {
  const most = Math.max(1, ...days.map((day) => day[of]))
  const sum = days.reduce((all, day) => all + day[of], 0)
  return (
    <figure>
      <figcaption className="bars-head">
        <strong>{count.format(sum)}</strong> {words} in 30 days
      </figcaption>
      <div className="bars" aria-hidden>
        {days.map((day) => (
          <span
            key={day.day}
            title={`${shortDay.format(Date.parse(day.day))}: ${count.format(day[of])}`}
            style={{ height: `${Math.max(day[of] > 0 ? 4 : 1, (day[of] / most) * 100)}%` }}
          />
        ))}
      </div>
      <div className="bars-foot" aria-hidden>
        <span>{shortDay.format(Date.parse(days[0]?.day ?? ''))}</span>
        <span>today</span>
      </div>
    </figure>
  )
}

export const KeyUsageDialog = ({ apiKey, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }) => {
  const { id: organizationId } = useOrganization()
  const usage = useQuery(keyUsageQuery(organizationId, apiKey.id))
  return (
    <Dialog open wide onClose={onClose} title={`Usage of “${apiKey.name}”`}>
      <Async query={usage} skeleton={<SkeletonLines lines={4} />}>
        {(found) => {
          const days = filledDays(found, Date.now())
          return (
            <div className="stack">
              <Bars days={days} of="requests" words="calls of the API" />
              <Bars days={days} of="connections" words="sockets opened" />
              <table className="visually-hidden">
                <caption>Usage by day</caption>
                <thead>
                  <tr>
                    <th scope="col">Day</th>
                    <th scope="col">Calls</th>
                    <th scope="col">Sockets</th>
                  </tr>
                </thead>
                <tbody>
                  {found.map(({ day, requests, connections }) => (
                    <tr key={day}>
                      <td>{day}</td>
                      <td>{requests}</td>
                      <td>{connections}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }}
      </Async>
    </Dialog>
  )
}
