/**
 * What an organization pays for and gets: the one table of plans that limits, billing, the dashboard and their tests read. Free comes with presence,
 * cursors, documents and everything else that is not named as a {@link PlanFeature}.
 *
 * PL1  A limit takes nothing away: whatever is there is read and exported on every plan, but for PL7. What a plan lacks a feature for is refused from the
 *      right `comment` up; what needs no more than `read` goes on.
 * PL2  A plan that was changed holds everywhere within five seconds, on open sockets as well.
 * PL3  A room past the plan's number is not made, whoever makes it and however many at once. Deleted rooms do not count.
 * PL4  Who was counted this month is never kept out; somebody new past the plan's number is, five seconds late at most.
 * PL5  Every refusal is `PLAN_LIMIT_EXCEEDED` and names the limit, the use where there is one, the plan, the smallest plan that lifts it,
 *      and the page where the plan is changed.
 * PL6  At 80 % and at 100 % of the people or the rooms of a plan its owners are told, once each in a calendar month and on each plan, whatever
 *      dies on the way: by mail (one letter for what is passed at once), in the dashboard, and as `usage.limit` to webhooks of every plan.
 * PL7  How much the organization as a whole is used is told on every plan, of any time; of its rooms, keys and people one by one, of the last 31
 *      days, and of any time with the feature `analytics`. What is not told stays, and is told by a larger plan.
 * PL8  What is not sold as a {@link PlanFeature} is in every plan: also records, activity, feeds, schedules, broadcasts, suggestions of people and followed
 *      viewports.
 */

/** From the smallest to the largest. */
export const planIds = ['free', 'starter', 'pro', 'business', 'enterprise'] as const

export type PlanId = (typeof planIds)[number]

/** What the smaller plans lack. `voice` and `sso` are not available yet: no plan has them, and none is sold with them. */
export const planFeatures = [
  'comments',
  'notifications',
  'chat',
  'voice',
  'webhooks',
  'locks',
  'checklists',
  'analytics',
  'sso',
] as const

export type PlanFeature = (typeof planFeatures)[number]

export interface Plan {
  readonly name: string
  /** US cents per month; `null`: agreed with each customer, and set by hand. */
  readonly monthlyCents: number | null
  /** Different people in a calendar month (UTC); `null`: as agreed. */
  readonly people: number | null
  /** Rooms at a time; `null`: as many as they like. */
  readonly rooms: number | null
  readonly features: readonly PlanFeature[]
}

const starter: readonly PlanFeature[] = ['comments', 'notifications', 'chat']
const pro: readonly PlanFeature[] = [...starter, 'webhooks', 'locks', 'checklists']
const business: readonly PlanFeature[] = [...pro, 'analytics']

export const plans: Readonly<Record<PlanId, Plan>> = {
  free: { name: 'Free', monthlyCents: 0, people: 50, rooms: 3, features: [] },
  starter: { name: 'Starter', monthlyCents: 4_900, people: 1_000, rooms: 10, features: starter },
  pro: { name: 'Pro', monthlyCents: 19_900, people: 10_000, rooms: 100, features: pro },
  business: { name: 'Business', monthlyCents: 49_900, people: 50_000, rooms: null, features: business },
  enterprise: { name: 'Enterprise', monthlyCents: null, people: null, rooms: null, features: business },
}

/** At so many per cent of a limit it is told: rule PL6. */
export const noticePercents = [80, 100] as const

/** So much of a limit is in use that it is told. */
export interface LimitNotice {
  readonly limit: 'people' | 'rooms'
  readonly percent: (typeof noticePercents)[number]
  readonly used: number
  readonly max: number
  readonly plan: PlanId
  /** The first millisecond of the calendar month (UTC), since 1970. */
  readonly month: number
}

/** The plan of one organization. */
export interface HeldPlan {
  readonly id: PlanId
  /** Rises with every change: what somebody remembers from before changes nothing back. */
  readonly revision: number
  /** The page where its people change it; a path where the server does not know its own address. */
  readonly billingUrl?: string
}

/**
 * Whether an organization on `plan` may use `feature`.
 *
 * @example planHas('starter', 'chat') // true
 */
export const planHas = (plan: PlanId, feature: PlanFeature): boolean => plans[plan].features.includes(feature)

/**
 * The smallest plan with `feature`.
 *
 * @example planWith('locks') // 'pro'
 */
export const planWith = (feature: PlanFeature): PlanId => planIds.find((plan) => planHas(plan, feature)) ?? 'enterprise'

/**
 * What there is to tell of `used` of a limit: nothing, 80 % or both.
 *
 * @example noticesOf({ limit: 'rooms', used: 3, plan: 'free', month }).map(({ percent }) => percent) // [80, 100]
 */
export const noticesOf = (use: Pick<LimitNotice, 'limit' | 'used' | 'plan' | 'month'>): readonly LimitNotice[] => {
  const max = plans[use.plan][use.limit]
  if (max === null) return []
  return noticePercents
    .filter((percent) => use.used * 100 >= max * percent)
    .map((percent) => ({ limit: use.limit, percent, used: use.used, max, plan: use.plan, month: use.month }))
}

/**
 * The smallest plan that allows `count` of what `limit` bounds.
 *
 * @example planFor('people', 51) // 'starter'
 */
export const planFor = (limit: 'people' | 'rooms', count: number): PlanId =>
  planIds.find((plan) => (plans[plan][limit] ?? Number.POSITIVE_INFINITY) >= count) ?? 'enterprise'
