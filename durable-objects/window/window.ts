/**
 * Counts what a key, an address or an account does, exactly: of any span of the rule's length no more than `max` calls were allowed, whichever
 * isolates asked. One object per subject, a log of times per rule. Refuses nothing itself: it says whether there was room.
 *
 * WI1  Of `max` + 1 calls within any `windowMs` one at least is not allowed; a call that was not allowed does not count.
 * WI2  What was counted outlives a sleep of the object; a crash forgets at most the last second.
 * WI3  Nothing stays once the last call that counted is older than its window.
 * WI4  A clock set backwards makes nobody wait for longer than a window.
 */
import { DurableObject } from 'cloudflare:workers'
export interface WindowRule {
  readonly windowMs: number
  /** At most 10,000: the time of each call that counted is kept. */
  readonly max: number
}

export interface Consumed {
  readonly allowed: boolean
  /** How many more would be allowed right now. */
  readonly remaining: number
  /** When the oldest call that counts stops counting, in milliseconds since 1970: from then on there is room for one more. */
  readonly resetAt: number
}

/** A row of the times is 8 bytes each: far below what a row may hold. */
const windowMax = 10_000
const windowMaxMs = 24 * 60 * 60_000
/** Rules of one subject. */
const rulesMax = 16
/** A row per call would cost more than the call: under traffic times are written this often. */
const writeEveryMs = 1_000

const rowPrefix = 'window/'

interface Counted {
  readonly name: string
  readonly windowMs: number
  /** Oldest first. */
  readonly times: number[]
}

const endOf = ({ times, windowMs }: Counted): number => (times.at(-1) ?? 0) + windowMs

/** Not on the kernel of rooms: its tables would cost every address that ever calls more than what is kept of it. */
export class Window extends DurableObject {
  readonly #counted = new Map<string, Counted>()
  readonly #unwritten = new Set<string>()
  #writtenAt = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #hasAlarm = false

  constructor(state: DurableObjectState, bindings: Cloudflare.Env) {
    super(state, bindings)
    for (const [, counted] of state.storage.kv.list<Counted>({ prefix: rowPrefix })) {
      this.#counted.set(counted.name, counted)
    }
  }

  /**
   * Counts one call under the rule `name`, if there is room.
   *
   * @throws Error for a rule that is out of bounds, which is a defect of the caller
   * @example await env.WINDOW.getByName(subject).consume('requests', { windowMs: 60_000, max: 1_000 })
   */
  consume(name: string, { windowMs, max }: WindowRule): Consumed {
    if (!(max >= 1 && max <= windowMax && windowMs >= 1 && windowMs <= windowMaxMs)) {
      throw new Error(`no rule: ${max} in ${windowMs} ms`)
    }
    const now = Date.now()
    const times = this.#timesOf(name, windowMs, now)
    const allowed = times.length < max
    if (allowed) {
      times.push(now)
      this.#unwritten.add(name)
      this.#writeSoon(now)
    }
    return { allowed, remaining: Math.max(0, max - times.length), resetAt: (times[0] ?? now) + windowMs }
  }

  #timesOf(name: string, windowMs: number, now: number): number[] {
    const known = this.#counted.get(name)
    const counted = known?.windowMs === windowMs ? known : { name, windowMs, times: known?.times ?? [] }
    if (known === undefined && this.#counted.size >= rulesMax) throw new Error('too many rules for one subject')
    this.#counted.set(name, counted)
    const { times } = counted
    if ((times.at(-1) ?? 0) > now) times.splice(0, times.length, ...times.map((time) => Math.min(time, now)))
    while (times[0] !== undefined && times[0] <= now - windowMs) times.shift()
    return times
  }

  /** After the answer: nobody waits for the disk. The timer keeps the object in memory until it is done. */
  #writeSoon(now: number): void {
    this.#timer ??= setTimeout(
      () => this.#write(),
      Math.min(writeEveryMs, Math.max(0, this.#writtenAt + writeEveryMs - now)),
    )
  }

  #write(): void {
    const { storage } = this.ctx
    this.#timer = null
    this.#writtenAt = Date.now()
    for (const name of this.#unwritten) storage.kv.put(`${rowPrefix}${name}`, this.#counted.get(name))
    this.#unwritten.clear()
    // Once per window, not per write: whoever is woken looks again.
    if (!this.#hasAlarm) void storage.setAlarm(this.#endsAt())
    this.#hasAlarm = true
  }

  /** When nothing counts any more. */
  #endsAt(): number {
    return Math.max(0, ...[...this.#counted.values()].map(endOf))
  }

  override async alarm(): Promise<void> {
    const now = Date.now()
    if (this.#unwritten.size > 0 || this.#endsAt() > now) {
      await this.ctx.storage.setAlarm(Math.max(now + writeEveryMs, this.#endsAt()))
      return
    }
    this.#hasAlarm = false
    this.#counted.clear()
    await this.ctx.storage.deleteAll()
  }
}
