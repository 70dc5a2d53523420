/** Subscriptions and their schedules. */
import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { type Form, formOf, listOf, textOf } from '../form.ts'
import { draftInvoice, finalizeInvoice, isCollectable, prorationLines } from '../life/invoices.ts'
import {
  changeSubscription,
  endSubscription,
  itemOf,
  releaseSchedule,
  requireUnscheduled,
} from '../life/subscriptions.ts'
import { newSchedule } from '../objects/subscription.ts'
import { refuse } from '../refusal.ts'
import { type ApiRoute, pageOf } from './route.ts'

const requireAlive = (subscription: Stripe.Subscription): Stripe.Subscription => {
  if (subscription.status !== 'canceled') return subscription
  return refuse(`No such subscription: '${subscription.id}'`, { status: 404, code: 'resource_missing', param: 'id' })
}

const changePrice = (account: Account, subscription: Stripe.Subscription, form: Form): void => {
  const [first] = listOf(form.items).map(formOf)
  const item = itemOf(subscription)
  if (first?.id !== item.id) refuse('Only the item that is there can be changed here: name it by its id.')
  const price = account.find('price', first?.price)
  const items = { ...subscription.items, data: [{ ...item, price }] }
  if (form.proration_behavior !== 'always_invoice') return void changeSubscription(account, subscription, { items })
  const start = Number(textOf(form.proration_date) ?? account.now())
  const lines = prorationLines(account, subscription, price, start)
  const invoice = draftInvoice(account, subscription, 'subscription_update', lines)
  if (form.payment_behavior === 'error_if_incomplete' && !isCollectable(account, invoice)) {
    refuse('Your card was declined.', { status: 402, type: 'card_error', code: 'card_declined' })
  }
  changeSubscription(account, subscription, { items, latest_invoice: invoice.id })
  account.emit('invoice.created', account.put(invoice))
  finalizeInvoice(account, invoice)
}

const phaseOf = (form: Form): Stripe.SubscriptionSchedule.Phase =>
  ({
    start_date: Number(form.start_date),
    end_date: Number(form.end_date ?? 0),
    items: listOf(form.items).map((item) => ({ price: formOf(item).price, quantity: 1 })),
  }) as unknown as Stripe.SubscriptionSchedule.Phase

/** With whole prices in place of their ids, as `expand` asks for. */
const expanded = (account: Account, schedule: Stripe.SubscriptionSchedule, form: Form) => {
  if (!listOf(form.expand).includes('phases.items.price')) return schedule
  const phases = schedule.phases.map((phase) => ({
    ...phase,
    items: phase.items.map((item) => ({ ...item, price: account.find('price', item.price) })),
  }))
  return { ...schedule, phases }
}

export const subscriptionRoutes: readonly ApiRoute[] = [
  {
    name: 'GET subscriptions',
    takes: ['customer', 'status'],
    run(account, form) {
      const status = textOf(form.status)
      const isAsked = (one: Stripe.Subscription) =>
        status === 'all' || (status === undefined ? one.status !== 'canceled' : one.status === status)
      return pageOf('subscriptions', account.all('subscription', textOf(form.customer)).filter(isAsked), form)
    },
  },
  { name: 'GET subscriptions/:id', takes: [], run: (account, _form, id) => account.find('subscription', id) },
  {
    name: 'POST subscriptions/:id',
    takes: ['items', 'proration_behavior', 'payment_behavior', 'proration_date', 'cancel_at_period_end'],
    run(account, form, id) {
      const subscription = requireAlive(account.find('subscription', id))
      requireUnscheduled(subscription)
      const ends = textOf(form.cancel_at_period_end)
      if (form.items !== undefined) changePrice(account, subscription, form)
      if (ends !== undefined) {
        const isEnding = ends === 'true'
        const changed = account.find('subscription', id)
        changeSubscription(account, changed, {
          cancel_at_period_end: isEnding,
          cancel_at: isEnding ? itemOf(changed).current_period_end : null,
          canceled_at: isEnding ? account.now() : null,
        })
      }
      return account.find('subscription', id)
    },
  },
  {
    name: 'DELETE subscriptions/:id',
    takes: ['prorate', 'invoice_now'],
    run(account, _form, id) {
      endSubscription(account, requireAlive(account.find('subscription', id)), 'cancellation_requested')
      return account.find('subscription', id)
    },
  },
  {
    name: 'POST subscription_schedules',
    takes: ['from_subscription'],
    run(account, form) {
      const subscription = requireAlive(account.find('subscription', form.from_subscription))
      requireUnscheduled(subscription)
      const { price, current_period_start: start_date, current_period_end: end_date } = itemOf(subscription)
      const phase = { price: price.id, start_date, end_date }
      const schedule = account.put(newSchedule(account.birth('sub_sched'), subscription, phase))
      account.emit('subscription_schedule.created', schedule)
      changeSubscription(account, subscription, { schedule: schedule.id })
      return schedule
    },
  },
  {
    name: 'GET subscription_schedules/:id',
    takes: [],
    run: (account, form, id) => expanded(account, account.find('subscription_schedule', id), form),
  },
  {
    name: 'POST subscription_schedules/:id',
    takes: ['phases', 'end_behavior', 'proration_behavior'],
    run(account, form, id) {
      const phases = listOf(form.phases).map((phase) => phaseOf(formOf(phase)))
      const changed = account.put({ ...account.find('subscription_schedule', id), phases })
      account.emit('subscription_schedule.updated', changed)
      return changed
    },
  },
  {
    name: 'POST subscription_schedules/:id/release',
    takes: [],
    run(account, _form, id) {
      const { subscription } = account.find('subscription_schedule', id)
      releaseSchedule(account, id)
      changeSubscription(account, account.find('subscription', subscription), { schedule: null })
      return account.find('subscription_schedule', id)
    },
  },
]
