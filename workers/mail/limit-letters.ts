/** The letters about limits of a plan that come near, or are reached. */
import { type LimitNotice, planFor, plans } from '@syncforge/protocol/plans'
import type { Mail } from './mail.ts'
import { shown } from './shown.ts'
import { writeMail } from './write.ts'

export interface LimitLetter {
  readonly to: string
  readonly organization: string
  readonly notice: LimitNotice
  /** The page of billing, where it is known what it is called. */
  readonly url: string | null
}

const number = new Intl.NumberFormat('en-US')

const atTheLimit: Readonly<Record<LimitNotice['limit'], string>> = {
  people:
    'Whoever came this month goes on as before. Somebody new is kept out until the month ends or the plan is larger.',
  rooms: 'All rooms go on as before. No further one is made until one is deleted or the plan is larger.',
}

export const limitLetter = ({ to, organization, notice, url }: LimitLetter): Mail => {
  const { limit, percent, used, max, plan } = notice
  const name = shown(organization)
  const things = limit === 'people' ? 'people this month' : 'rooms'
  const larger = planFor(limit, max + 1)
  return writeMail({
    to,
    subject:
      percent === 100 ? `${name} has reached its limit of ${limit}` : `${name} uses ${percent} % of its ${limit}`,
    says: [
      `${name} has ${number.format(used)} of the ${number.format(max)} ${things} that the ${plans[plan].name} plan allows.`,
      percent === 100
        ? atTheLimit[limit]
        : `At ${number.format(max)} nothing is taken away, but there will be no more of them.`,
    ],
    ...(url === null ? {} : { action: { label: `See what ${plans[larger].name} brings`, url } }),
    notes: [`The ${plans[larger].name} plan lifts this limit.`],
  })
}
