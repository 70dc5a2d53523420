/** How much of what the plan bounds is in use. */
import type { Subscription } from './queries.ts'
import { countOf } from './words.ts'

interface MeterProps {
  readonly title: string
  readonly limit: Subscription['limits']['rooms']
}

const NEAR = 0.8

export const Meter = ({ title, limit: { use, max } }: MeterProps) => {
  const share = use === null || max === null ? 0 : Math.min(1, use / max)
  const allowed = max === null ? 'any number' : countOf(max)
  const words = use === null ? `up to ${allowed}` : `${countOf(use)} of ${allowed}`
  const look = share >= 1 ? 'full' : share >= NEAR ? 'near' : 'fine'
  return (
    <div className="figure">
      <dt>{title}</dt>
      <dd>
        <span className="figure-note">{words}</span>
        {max !== null && (
          <span className="meter" data-look={look} aria-hidden>
            <span style={{ inlineSize: `${share * 100}%` }} />
          </span>
        )}
      </dd>
    </div>
  )
}

/** @param people of this month, as they are pushed; `null`: nothing was heard yet */
export const Meters = ({ limits, people }: Pick<Subscription, 'limits'> & { readonly people: number | null }) => (
  <dl className="figures">
    <Meter title="People this month" limit={{ ...limits.people, use: people ?? limits.people.use }} />
    <Meter title="Rooms" limit={limits.rooms} />
  </dl>
)
