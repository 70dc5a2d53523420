/** Says on every page that a limit of the plan comes near, or is reached, until somebody has seen it: then it is quiet up to the next share. */
import { type LimitNotice, plans } from '@syncforge/protocol/plans'
import { Link } from '@tanstack/react-router'
import { CircleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../components/button.tsx'
import { useOrganization } from '../session/organizations.ts'
import { useRight } from '../session/rights.ts'

const SEEN = 'syncforge.dashboard.limits'
/** More than two limits, two shares and a few plans make in a month; older ones go. */
const SEEN_MAX = 50

const nameOf = (organizationId: string, { month, limit, plan, percent }: LimitNotice): string =>
  `${organizationId} ${month} ${limit} ${plan} ${percent}`

const readSeen = (): readonly string[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SEEN) ?? '[]')
    return Array.isArray(kept) ? kept.map(String) : []
  } catch {
    // Storage is switched off, or holds something else: everything is shown.
    return []
  }
}

const keepSeen = (names: readonly string[]) => {
  try {
    localStorage.setItem(SEEN, JSON.stringify(names))
  } catch {
    // It is seen until the page is loaded again.
  }
}

const number = new Intl.NumberFormat()

const wordsOf = ({ limit, percent, used, max, plan }: LimitNotice): string => {
  const inUse = `${number.format(used)} of ${number.format(max)} ${limit === 'people' ? 'people this month' : 'rooms'}`
  if (percent < 100) return `${inUse}: the limit of ${plans[plan].name} comes near.`
  return limit === 'people'
    ? `${inUse}: nobody new comes in on ${plans[plan].name} until the month ends or the plan is larger.`
    : `${inUse}: ${plans[plan].name} makes no further room until one is deleted or the plan is larger.`
}

export const LimitStrip = ({ limits }: { readonly limits: readonly LimitNotice[] }) => {
  const { id } = useOrganization()
  const { may } = useRight('billing:read')
  const [seen, setSeen] = useState(readSeen)
  const dismiss = (notice: LimitNotice) => {
    // What was dismissed in another tab stays so.
    const names = [...new Set([...readSeen(), ...seen, nameOf(id, notice)])].slice(-SEEN_MAX)
    keepSeen(names)
    setSeen(names)
  }
  const shown = limits.filter((notice) => !seen.includes(nameOf(id, notice)))
  return (
    <>
      {shown.map((notice) => (
        <div key={notice.limit} className="strip" data-look={notice.percent === 100 ? 'danger' : 'warn'}>
          <CircleAlert aria-hidden />
          <p>
            {wordsOf(notice)} {may && <BillingLink />}
          </p>
          <IconButton label={`Dismiss: ${notice.limit}`} onClick={() => dismiss(notice)}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
    </>
  )
}

const BillingLink = () => {
  const { slug } = useOrganization()
  return (
    <Link to="/orgs/$slug/billing" params={{ slug }}>
      See the plans
    </Link>
  )
}
