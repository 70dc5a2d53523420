/**
 * A webhook endpoint: one Durable Object for each, named by its id. Takes events, sends each with its attempts through the courier, in order for
 * each room, and keeps what has become of them. Knows the customer's address and nothing else of the organization.
 */
import { DurableObject } from 'cloudflare:workers'
import type { Courier } from '../../workers/courier/index.ts'
import { createRepeatedCall, type RepeatedCall } from '../actor/calls.ts'
import { durableStorage } from '../actor/durable-storage.ts'
import { createKeyValues, type KeyValues } from '../actor/key-values.ts'
import { createLog, describeFault, type Log } from '../actor/log.ts'
import { migrate } from '../actor/migrate.ts'
import type { ActorStorage } from '../actor/storage.ts'
import { createWakeups, type WakeHandler, type Wakeups } from '../actor/wakeups.ts'
import type {
  DeliveryFilter,
  DeliveryRecord,
  DeliverySummary,
  EndpointEvent,
  EndpointSettings,
  EndpointStatus,
  EndpointStub,
  MissedEvents,
  RedeliveredState,
} from './admission.ts'
import { type Collected, createCollected } from './collected.ts'
import { createHealth, type Health } from './health.ts'
import { createHistory, type History } from './history.ts'
import { type Claim, createQueue, type Queue } from './queue.ts'
import { createRedelivery, type Redelivery } from './redelivery.ts'
import { attemptsMax, firstDelayDefaultMs, verdictOf, waitAfter } from './retry.ts'
import { migrations } from './schema.ts'
import { createSender, type Sender } from './sending.ts'
import { endpointTargetOf, type FailureNotice } from './target.ts'

interface Bindings {
  readonly COURIER: Pick<Courier, 'send'>
  readonly SYNCFORGE_ENV?: string
  /** How long the second attempt waits, in milliseconds. */
  readonly WEBHOOK_FIRST_DELAY_MS?: string
}

/** Under way at once. */
const flyingMax = 10
/** An attempt takes 18 s at most: then nobody makes it any more. */
const claimMs = 20_000
/** When nothing could be sent for a reason of ours. */
const faultWaitMs = 5_000
const pruneEveryMs = 24 * 60 * 60_000
const settingsKey = 'endpoint'
const noticesKey = 'notices'
/** What was missed on the way here, and what was given up here. */
const missedKey = 'missed'
const givenUpKey = 'given-up'

const laneOf = ({ type, id, data }: EndpointEvent): string => {
  // No room id begins so: a test waits for nobody.
  if (type === 'webhook.test') return `!${id}`
  return 'roomId' in data ? data.roomId : ''
}

const bothMissed = (one: MissedEvents | null, other: MissedEvents | null): MissedEvents | null =>
  one !== null && other !== null
    ? {
        count: one.count + other.count,
        since: Math.min(one.since, other.since),
        until: Math.max(one.until, other.until),
      }
    : (one ?? other)

/** The bytes that every attempt sends. */
const bodyOf = ({ type, at, data }: EndpointEvent): string =>
  JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })

export class Endpoint extends DurableObject<Bindings> implements EndpointStub {
  readonly #state: DurableObjectState
  readonly #log: Log
  readonly #storage: ActorStorage
  readonly #values: KeyValues
  readonly #wakeups: Wakeups
  readonly #queue: Queue
  readonly #history: History
  readonly #redelivery: Redelivery
  readonly #collected: Collected
  readonly #health: Health
  readonly #sender: Sender
  readonly #telling: RepeatedCall
  readonly #firstDelayMs: number
  readonly #flying = new Set<number>()

  constructor(state: DurableObjectState, bindings: Bindings) {
    super(state, bindings)
    this.#state = state
    const clock = () => Date.now()
    const log = createLog(() => {
      const { organizationId, webhookId } = this.#settings() ?? {}
      return { organizationId, webhookId }
    })
    this.#log = log
    this.#storage = durableStorage(state.storage, (storage) => migrate(storage, migrations))
    migrate(this.#storage, migrations)
    this.#values = createKeyValues(this.#storage.sql)
    this.#wakeups = createWakeups({ storage: this.#storage, values: this.#values, clock, log })
    this.#queue = createQueue(this.#storage)
    this.#history = createHistory(this.#storage.sql)
    this.#redelivery = createRedelivery({ values: this.#values, wakeups: this.#wakeups, queue: this.#queue })
    this.#collected = createCollected(this.#storage.sql)
    this.#health = createHealth(this.#values)
    this.#firstDelayMs = Number(bindings.WEBHOOK_FIRST_DELAY_MS || firstDelayDefaultMs)
    const target = () => endpointTargetOf(state)
    const allowsInside = bindings.SYNCFORGE_ENV === 'development'
    this.#sender = createSender({ courier: bindings.COURIER, target, allowsInside, clock, log })
    this.#telling = createRepeatedCall({
      wakeKey: 'telling',
      wakeups: this.#wakeups,
      call: () => this.#tellNotices(),
      isOvertaken: () => this.#notices().length > 0,
      retryFirstMs: 10_000,
      retryMaxMs: 600_000,
      clock,
      log,
    })
  }

  #settings(): EndpointSettings | null {
    return this.#values.get<EndpointSettings>(settingsKey)
  }

  #notices(): readonly FailureNotice[] {
    return this.#values.get<readonly FailureNotice[]>(noticesKey) ?? []
  }

  async #tellNotices(): Promise<void> {
    const [first] = this.#notices()
    if (first === undefined) return
    await endpointTargetOf(this.#state).notice(first)
    this.#values.put(noticesKey, this.#notices().slice(1))
    if (this.#notices().length > 0) this.#telling.soon()
  }

  /** An alarm that comes too early finds nothing to do; moving it for every delivery would cost more. */
  #wakeBy(key: string, at: number | null) {
    const set = this.#wakeups.wakesAt(key)
    if (at !== null && (set === null || set > at)) this.#wakeups.wakeAt(key, at)
  }

  #plan() {
    if (this.#settings()?.isEnabled !== true) return
    const due = this.#queue.nextDue()
    // Whoever is under way goes on by itself: only a crash needs to be woken from.
    const isBusy = this.#flying.size > 0
    this.#wakeBy('due', due === null ? null : Math.max(due, isBusy ? Date.now() + claimMs : 0))
    this.#wakeBy('collected', this.#collected.nextDue())
  }

  /** Sends what is due, as much as may be under way. Called whenever that may have changed: while an alarm is waited for, no other comes. */
  #pump() {
    const settings = this.#settings()
    if (settings?.isEnabled !== true) return
    const max = this.#health.isProbing(Date.now()) ? 1 : flyingMax
    while (this.#flying.size < max) {
      const claim = this.#storage.transactionSync(() => this.#queue.claim(Date.now(), claimMs))
      if (claim === null) break
      this.#flying.add(claim.seq)
      this.#state.waitUntil(this.#attempt(settings, claim))
    }
    this.#plan()
  }

  async #attempt(settings: EndpointSettings, claim: Claim): Promise<void> {
    const startedAt = Date.now()
    try {
      const outcome = await this.#sender.send(settings, claim)
      const now = Date.now()
      // It was deleted meanwhile.
      if (this.#settings() === null) return
      this.#storage.transactionSync(() => {
        this.#history.record(claim, startedAt, now - startedAt, outcome)
        const verdict = verdictOf(outcome)
        if (verdict === 'delivered') {
          this.#queue.finish(claim, 'delivered', now)
          this.#health.succeeded()
        } else {
          const timing = { firstDelayMs: this.#firstDelayMs, now, random: Math.random() }
          if (claim.attempt >= attemptsMax) this.#queue.finish(claim, 'dead', now)
          else this.#queue.postpone(claim, now + waitAfter(claim.attempt, outcome, timing))
          this.#noteFailure(verdict === 'gone', now)
        }
        this.#prune(now)
      })
    } catch (error) {
      this.#log('delivery_not_sent', { delivery: claim.id, error: describeFault(error) })
      this.#queue.giveBack(claim, Date.now() + faultWaitMs)
    } finally {
      this.#flying.delete(claim.seq)
      this.#pump()
    }
  }

  #noteFailure(isGone: boolean, now: number) {
    const consequence = this.#health.failed(now)
    const settings = this.#settings()
    if (settings?.isEnabled !== true || (consequence === 'none' && !isGone)) return
    const isOver = isGone || consequence === 'turn-off'
    if (isOver) this.#values.put(settingsKey, { ...settings, isEnabled: false })
    const { organizationId, webhookId } = settings
    const what = isGone ? 'gone' : isOver ? 'failing' : 'warning'
    const notice: FailureNotice = { organizationId, webhookId, what, since: this.#health.failingSince() ?? now }
    this.#values.put(noticesKey, [...this.#notices(), notice])
    this.#telling.soon()
  }

  #prune(now: number) {
    for (const state of ['delivered', 'dead'] as const) {
      const { count, events } = this.#history.prune(state, this.#queue.counts()[state], now)
      this.#queue.forgot(state, count)
      if (state === 'delivered' || events === null) continue
      this.#values.put(givenUpKey, bothMissed(this.#values.get<MissedEvents>(givenUpKey), events))
      this.#log('dead_letters_given_up', { ...events }, 'warn')
    }
  }

  async configure(settings: EndpointSettings): Promise<void> {
    this.#storage.transactionSync(() => {
      const known = this.#settings()
      if (known !== null && known.revision >= settings.revision) return
      this.#values.put(settingsKey, settings)
      if (settings.isEnabled && known?.isEnabled === false) this.#health.begin()
      this.#wakeBy('pruning', Date.now() + pruneEveryMs)
    })
    this.#pump()
  }

  async take(events: readonly EndpointEvent[]): Promise<number> {
    const settings = this.#settings()
    // It was deleted: nobody waits for them.
    if (settings === null) return events.length
    const taken = this.#storage.transactionSync(() => {
      const now = Date.now()
      let count = 0
      for (const event of events) {
        if (this.#queue.isFull()) break
        if (event.type === 'document.updated') this.#collected.add(event, Math.min(event.at, now) + settings.debounceMs)
        else this.#append(event, now)
        count += 1
      }
      return count
    })
    this.#pump()
    return taken
  }

  #append(event: EndpointEvent, now: number) {
    const document = event.type === 'document.updated' ? event.data.document : null
    const { id, type, at, traceparent = null } = event
    this.#queue.append({ id, type, lane: laneOf(event), document, body: bodyOf(event), at, traceparent }, now)
  }

  async miss(missed: MissedEvents): Promise<void> {
    this.#values.put(missedKey, missed)
  }

  async test(event: EndpointEvent): Promise<void> {
    this.#storage.transactionSync(() => this.#append(event, Date.now()))
    this.#pump()
  }

  async list(filter: DeliveryFilter): Promise<readonly DeliverySummary[]> {
    return this.#history.list(filter)
  }

  async find(deliveryId: string): Promise<DeliveryRecord | null> {
    return this.#history.find(deliveryId)
  }

  async redeliver(deliveryId: string): Promise<DeliverySummary | null> {
    this.#storage.transactionSync(() => this.#queue.again(deliveryId, Date.now()))
    this.#pump()
    return this.#history.find(deliveryId)
  }

  async redeliverSince(at: number, state: RedeliveredState): Promise<number> {
    const count = this.#storage.transactionSync(() => {
      const now = Date.now()
      const asked = this.#redelivery.ask(at, state, now)
      // At once: whoever looks right after sees that they wait.
      this.#redelivery.next(now)
      return asked
    })
    this.#pump()
    return count
  }

  async status(): Promise<EndpointStatus> {
    const lastSuccessAt = this.#storage.sql
      .exec<{ at: number | null }>("SELECT max(finished_at) AS at FROM endpoint_delivery WHERE state = 'delivered'")
      .one().at
    const [missedBefore, givenUp] = [missedKey, givenUpKey].map((key) => this.#values.get<MissedEvents>(key))
    const missed = bothMissed(missedBefore ?? null, givenUp ?? null)
    return { ...this.#queue.counts(), failingSince: this.#health.failingSince(), lastSuccessAt, missed }
  }

  async erase(): Promise<void> {
    await this.#storage.erase()
    this.#wakeups.forget()
    this.#queue.forget()
  }

  override async alarm(): Promise<void> {
    const send: WakeHandler = () => async () => this.#pump()
    const collect: WakeHandler = (now) => {
      const settings = this.#settings()
      if (settings?.isEnabled !== true) return undefined
      const isWaiting = (roomId: string, document: string) => this.#queue.isWaiting(roomId, document)
      for (const event of this.#collected.take(now, isWaiting, now + settings.debounceMs)) this.#append(event, now)
      return async () => this.#pump()
    }
    const prune: WakeHandler = (now) => {
      this.#prune(now)
      this.#wakeups.wakeAt('pruning', now + pruneEveryMs)
      return undefined
    }
    const redeliver: WakeHandler = (now) => {
      this.#redelivery.next(now)
      return async () => this.#pump()
    }
    await this.#wakeups.ring(
      new Map([
        ['collected', collect],
        [this.#redelivery.wakeKey, redeliver],
        ['due', send],
        ['pruning', prune],
        [this.#telling.wakeKey, this.#telling.handler],
      ]),
    )
  }
}
