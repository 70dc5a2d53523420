/** Money, days and plans in words. */
import { type PlanFeature, type PlanId, plans } from '@syncforge/protocol/plans'

const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })
const number = new Intl.NumberFormat()
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' })

/** @example dollars(4_900) // '$49.00' */
export const dollars = (cents: number): string => money.format(cents / 100)
export const onDay = (at: number): string => day.format(at)
export const countOf = (count: number): string => number.format(count)

export const featureWords: Readonly<Record<PlanFeature, string>> = {
  comments: 'Comments',
  notifications: 'Notifications',
  chat: 'Chat',
  voice: 'Voice',
  webhooks: 'Webhooks',
  locks: 'Locks',
  checklists: 'Checklists',
  analytics: 'Analytics',
  sso: 'Single sign-on',
}

export const priceWords = (plan: PlanId): string => {
  const { monthlyCents } = plans[plan]
  if (monthlyCents === null) return 'As agreed'
  return `${money.format(monthlyCents / 100).replace('.00', '')} a month`
}

const limitWords = (max: number | null, one: string): string =>
  max === null ? `Any number of ${one}` : `${number.format(max)} ${one}`

/** What a plan allows and brings beyond the one before it. */
export const bringsOf = (plan: PlanId, before: PlanId | undefined): readonly string[] => {
  const { people, rooms, features } = plans[plan]
  const known = before === undefined ? [] : plans[before].features
  return [
    `${limitWords(people, 'people')} a month`,
    limitWords(rooms, 'rooms'),
    ...features.filter((feature) => !known.includes(feature)).map((feature) => featureWords[feature]),
  ]
}
