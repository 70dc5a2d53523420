/** Billing as REST shows and takes it. Money is in cents of US dollars, without tax. */
import { planIds } from '@syncforge/protocol/plans'
import * as z from 'zod'

const Moment = z.number().int().describe('Milliseconds since 1970.')
const Plan = z.enum(planIds)
const Cents = z.number().int()

export const PlanChoice = z.strictObject({ plan: Plan }).meta({ id: 'PlanChoice', example: { plan: 'pro' } })

export const PlanChange = z
  .strictObject({
    plan: Plan,
    prorationDate: z
      .number()
      .int()
      .min(0)
      .max(253_402_300_799)
      .optional()
      .describe('From the preview: then what is charged is what was shown.'),
  })
  .meta({ id: 'PlanChange', example: { plan: 'business' } })

export const Address = z
  .object({ url: z.string().describe('A page of Stripe’s. It lets in whoever has it: do not keep it.') })
  .meta({ id: 'BillingPage' })

const Limit = z.object({
  use: z.number().int().nullable().describe('`null`: not known right now.'),
  max: z.number().int().nullable().describe('`null`: as many as you like.'),
})

const Over = z.object({ limit: z.enum(['rooms', 'people']), use: z.number().int(), max: z.number().int() })

export const Subscription = z
  .object({
    isSetUp: z.boolean().describe('Whether this server sells plans.'),
    plan: Plan.describe('What the organization has now.'),
    status: z.string().describe('Of the subscription, as Stripe calls it; `none` where there never was one.'),
    subscribed: Plan.nullable().describe('What is subscribed; past its grace, that is not what it has.'),
    periodEndsAt: Moment.nullable(),
    pending: z.object({ plan: Plan, at: Moment }).nullable().describe('What it becomes by itself.'),
    pastDue: z
      .object({
        since: Moment,
        graceEndsAt: Moment.describe('From then on Free’s limits hold. Nothing is deleted.'),
        attempts: z.number().int(),
        amountCents: Cents,
        payUrl: z.string().nullable(),
      })
      .nullable(),
    endedAt: Moment.nullable(),
    limits: z.object({ rooms: Limit, people: Limit.describe('People of this calendar month.') }),
    over: z.array(Over).describe('What is in use beyond the limits: it stays, and there will be no more of it.'),
  })
  .meta({ id: 'Subscription' })

export const Preview = z
  .object({
    kind: z
      .enum(['checkout', 'upgrade', 'downgrade', 'none'])
      .describe('`checkout`: buy it there. `none`: it is this plan already.'),
    dueNowCents: Cents,
    lines: z.array(z.object({ description: z.string(), amountCents: Cents })),
    monthlyCents: Cents,
    effectiveAt: Moment,
    prorationDate: z.number().int().nullable(),
    over: z.array(Over).describe('What has to be less before a smaller plan can be chosen.'),
  })
  .meta({ id: 'PlanPreview' })

export const InvoicesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(24),
  cursor: z
    .string()
    .regex(/^in_\w{1,250}$/)
    .optional()
    .describe('`nextCursor` of the page before.'),
})

export const Invoices = z
  .object({
    invoices: z.array(
      z.object({
        id: z.string(),
        number: z.string().nullable(),
        status: z.string(),
        totalCents: Cents,
        currency: z.string(),
        createdAt: Moment,
        pageUrl: z.string().nullable(),
        pdfUrl: z.string().nullable(),
      }),
    ),
    nextCursor: z.string().nullable().describe('`null` on the last page.'),
  })
  .meta({ id: 'Invoices' })
