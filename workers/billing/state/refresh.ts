/**
 * The one way in which what Stripe says becomes what an organization has: take a ticket, read everything, write unless a later reading is there. So
 * events may come in any order, twice, and while the next thing happens: the newest reading stays.
 */

import {
  type AppliedEvent,
  type BillingRecord,
  markApplied,
  takeTicket,
  writeReading,
} from '../../db/queries/billing/subscriptions.ts'
import { describeError, log } from '../../log.ts'
import type { BillingContext } from '../context.ts'
import type { PlanEffect } from '../service.ts'
import { tellOwners } from './notice.ts'
import { readCustomer } from './read.ts'
import { comeTo, isLiving } from './reading.ts'

type Taken = Pick<BillingRecord, 'organizationId' | 'ticket' | 'page'>

const report = (what: string, { organizationId }: Taken, customer: string, more: object = {}) =>
  log('error', { worker: 'billing', billing: what, organizationId, customer, ...more })

/**
 * @param event what told of a change: marked as applied with what is written, never before
 * @returns `null` when nothing was to be written: the customer is nobody's, pays for something that is no plan of ours, or a later reading is there
 */
export const refresh = async (
  context: BillingContext,
  customer: string,
  event?: AppliedEvent,
): Promise<PlanEffect | null> => {
  const { db, stripe } = context
  const taken = await takeTicket(db, customer)
  if (taken === undefined) {
    log('info', { worker: 'billing', billing: 'a customer of nobody', customer, event: event?.id })
    return null
  }
  const seen = await readCustomer(stripe, customer)
  const living = seen.subscriptions.filter(isLiving)
  if (living.length > 1) report('pays twice', taken, customer, { subscriptions: living.map(({ id }) => id) })
  const come = comeTo(seen)
  if (come === undefined) {
    report('an unknown plan', taken, customer)
    if (event) await markApplied(db, event)
    return null
  }
  const { reading, plan, refreshInMs } = come
  const written = await writeReading(db, taken, { reading, plan, event })
  if (written === undefined) return null
  try {
    await tellOwners(context, taken, reading)
  } catch (error) {
    // What was read stands; the next reading tries again.
    report('a letter was not sent', taken, customer, describeError(error))
  }
  return { organizationId: taken.organizationId, plan: written.plan, refreshInMs }
}
