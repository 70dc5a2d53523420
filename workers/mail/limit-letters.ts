/** The letters about limits of a plan that come near, or are reached. */
import type { Mail } from './mail.ts'
import { shown } from './shown.ts'
import { writeMail } from './write.ts'

export interface LimitLetter {
  readonly to: string
  readonly organization: string
  readonly limit: 'people' | 'rooms'
  readonly percent: 80 | 100
  readonly used: number
  readonly max: number
  /** What the plan is called. */
  readonly plan: string
  /** The smallest plan that lifts the limit. */
  readonly larger: string
  /** The page of billing, where it is known what it is called. */
  readonly url: string | null
}

const number = new Intl.NumberFormat('en-US')

const atTheLimit: Readonly<Record<LimitLetter['limit'], string>> = {
  people:
    'Whoever came this month goes on as before. Somebody new is kept out until the month ends or the plan is larger.',
  rooms: 'All rooms go on as before. No further one is made until one is deleted or the plan is larger.',
}

export const limitLetter = ({ to, organization, limit, percent, used, max, plan, larger, url }: LimitLetter): Mail => {
  const name = shown(organization)
  const things = limit === 'people' ? 'people this month' : 'rooms'
  return writeMail({
    to,
    subject:
      percent === 100 ? `${name} has reached its limit of ${limit}` : `${name} uses ${percent} % of its ${limit}`,
    says: [
      `${name} has ${number.format(used)} of the ${number.format(max)} ${things} that the ${plan} plan allows.`,
      percent === 100
        ? atTheLimit[limit]
        : `At ${number.format(max)} nothing is taken away, but there will be no more of them.`,
    ],
    ...(url === null ? {} : { action: { label: `See what ${larger} brings`, url } }),
    notes: [`The ${larger} plan lifts this limit.`],
  })
}
