/** Random lives of a customer: what owners, cards and months do, while every event is shuffled, half of them doubled, and handled while the next thing happens. */
import { RoomError } from '@syncforge/protocol/errors'
import type { PlanId } from '@syncforge/protocol/plans'
import { eq } from 'drizzle-orm'
import { cancel, change, resume } from '../../../workers/billing/actions/change.ts'
import { checkout } from '../../../workers/billing/actions/checkout.ts'
import type { BillingContext } from '../../../workers/billing/context.ts'
import type { EventOutcome, ReceivedEvent } from '../../../workers/billing/service.ts'
import { readCustomer } from '../../../workers/billing/state/read.ts'
import { comeTo } from '../../../workers/billing/state/reading.ts'
import { receive } from '../../../workers/billing/state/receive.ts'
import type { Database } from '../../../workers/db/client.ts'
import { findBilling, takeTicket, writeReading } from '../../../workers/db/queries/billing/subscriptions.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'
import { moveClock } from '../../../workers/dev/stripe/life/clock.ts'
import { payCheckout, setCard } from '../../../workers/dev/stripe/life/people.ts'
import { newOrganization, openStandIn, signed } from './account.ts'

const daySeconds = 86_400
const actsPerLife = 25

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
const randomOf = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

export interface Ended {
  /** What is written of the customer, and what Stripe says of them. */
  readonly written: unknown
  readonly said: unknown
  readonly events: number
}

/** What is done with an event of a customer. */
export type Receiver = (context: BillingContext, event: ReceivedEvent) => Promise<EventOutcome>

/** Reads and writes as the receiver does, but asks for its turn when it has read: what is written last stays, however old it is. */
export const withoutTicket: Receiver = async ({ db, stripe }, { body }) => {
  const { data } = JSON.parse(new TextDecoder().decode(body)) as { data: { object: { id: string; customer?: string } } }
  const customer = data.object.customer ?? data.object.id
  const come = comeTo(await readCustomer(stripe, customer))
  const turn = await takeTicket(db, customer)
  if (come && turn) await writeReading(db, turn, come)
  return null
}

/** @param receiver what hears of events */
export const live = async (db: Database, seed: number, receiver: Receiver = receive): Promise<Ended> => {
  const random = randomOf(seed)
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
  /** Answers of Stripe's that are on their way for long: whoever waits for one has read what is old by the time it comes. */
  const held: (() => void)[] = []
  let isHeldUp = true
  const pause = async () => {
    if (isHeldUp && random() < 0.1) await new Promise<void>((resolve) => held.push(resolve))
    for (let turns = Math.floor(random() * 4); turns > 0; turns -= 1) await turn()
  }
  const { account, rows, context } = openStandIn(db, pause)
  // Ids of its own: all lives are in one database.
  rows.putValue('serial', String(seed * 10_000))
  const organizationId = await newOrganization(db, `org_life_${seed}`)
  const buyer = { organizationId, page: 'http://127.0.0.1/billing', organization: 'Acme', email: null }
  const asked = { ...buyer, use: { rooms: 0, people: 0 }, prorationDate: null }

  const buy = async (plan: PlanId) => {
    const { url } = await checkout(context, buyer, plan)
    payCheckout(account, url.split('/').at(-1) ?? '', 'good')
  }
  const withCustomer = async (work: (customer: string) => void) => {
    const customer = (await findBilling(db, organizationId))?.customerId
    if (customer) work(customer)
  }
  const acts: readonly (() => Promise<unknown>)[] = [
    () => buy(pick(['starter', 'pro'])),
    () => change(context, { ...asked, plan: pick(['starter', 'pro', 'business']) }),
    () => change(context, { ...asked, plan: pick(['starter', 'pro', 'business']) }),
    () => cancel(context, asked),
    () => resume(context, asked),
    () => withCustomer((customer) => setCard(account, customer, pick(['good', 'failing']))),
    async () => moveClock(account, account.now() + Math.ceil(random() * 45) * daySeconds),
    async () => moveClock(account, account.now() + 3_600),
  ]
  /** A refusal is an answer too: what cannot be done at this moment is not done. */
  const act = async () => {
    isHeldUp = false
    try {
      await pick(acts)()
    } catch (error) {
      const isRefusal = error instanceof RoomError || (Object(error) as { type?: unknown }).type === 'StripeCardError'
      if (!isRefusal) throw error
    } finally {
      isHeldUp = true
    }
  }
  const release = () => held.splice(Math.floor(random() * held.length), 1)[0]?.()

  const waiting: string[] = []
  const underWay = new Set<Promise<unknown>>()
  const deliver = async (payload: string) => {
    const outcome = await receiver(context, await signed(payload))
    if (outcome === 'refused') throw new Error(`seed ${seed}: an event was refused`)
  }
  let seen = 0
  let events = 0
  /** Also what the last act has brought. */
  const collect = () => {
    for (const { seq, payload } of rows.eventsAfter(seen)) {
      seen = seq
      events += 1
      waiting.push(payload, ...(random() < 0.5 ? [payload] : []))
    }
  }
  let failure: unknown
  for (let left = actsPerLife; left > 0 || waiting.length > 0 || underWay.size > 0; ) {
    const dice = random()
    const moving = underWay.size - held.length
    if (left > 0 && dice < 0.35) {
      left -= 1
      await act()
      collect()
    } else if (waiting.length > 0 && moving < 5 && dice < 0.8) {
      const [payload = ''] = waiting.splice(Math.floor(random() * waiting.length), 1)
      const work = deliver(payload)
        .catch((error: unknown) => {
          failure ??= error
        })
        .finally(() => underWay.delete(work))
      underWay.add(work)
      // What is held longest comes last of all.
    } else if (held.length > 0 && (dice > 0.97 || (left + waiting.length === 0 && moving === 0))) release()
    else await turn()
  }
  if (failure !== undefined) throw failure
  isHeldUp = false
  const row = await findBilling(db, organizationId)
  const [organization] = await db.select().from(organizations).where(eq(organizations.id, organizationId))
  const come = row?.customerId ? comeTo(await readCustomer(context.stripe, row.customerId)) : undefined
  const reading = come?.reading ?? null
  const written =
    row && reading && Object.fromEntries(Object.keys(reading).map((key) => [key, row[key as keyof typeof row]]))
  return {
    written: { plan: organization?.plan, reading: written ?? null },
    said: { plan: come?.plan ?? 'free', reading },
    events,
  }
}
