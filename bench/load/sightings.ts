// Owns what sampled receivers know of every other person: which states they saw, how late, and how old their knowledge got.
import { Latencies } from './latencies.ts'

export class Sightings {
  readonly latencies = new Latencies()
  seen = 0
  readonly #ages = new Latencies()
  readonly #sentAt: readonly Float64Array[]
  readonly #lastSeen: ReadonlyMap<number, Int32Array>
  #startedAt = 0
  #agesAreOpen = true

  constructor(people: number, statesPerPerson: number, receivers: ReadonlySet<number>) {
    this.#sentAt = Array.from({ length: people }, () => new Float64Array(statesPerPerson))
    this.#lastSeen = new Map([...receivers].map((receiver) => [receiver, new Int32Array(people).fill(-1)]))
  }

  start(): void {
    this.#startedAt = performance.now()
  }

  sent(person: number, sequence: number): void {
    const times = this.#sentAt[person]
    if (times !== undefined) times[sequence] = performance.now()
  }

  /** A receiver learned of a state. Repeats, older states, one's own and receivers outside the sample don't count. */
  saw(receiver: number, person: number, sequence: number): void {
    const known = this.#lastSeen.get(receiver)
    const times = this.#sentAt[person]
    if (known === undefined || times === undefined || person === receiver) return
    const before = known[person] ?? -1
    const sentAt = times[sequence] ?? 0
    if (sequence <= before || sentAt === 0) return
    const now = performance.now()
    known[person] = sequence
    this.seen++
    this.latencies.add(now - sentAt)
    if (this.#agesAreOpen) this.#ages.add(now - this.#knownSince(person, before))
  }

  /**
   * Adds the age of everything at the end of sending, where what never arrived is as old as the sending was long. What
   * arrives later has a latency but no age: nobody moves any more.
   */
  closeAges(): void {
    this.#agesAreOpen = false
    const now = performance.now()
    for (const [receiver, known] of this.#lastSeen) {
      for (const [person, sequence] of known.entries()) {
        if (person !== receiver) this.#ages.add(now - this.#knownSince(person, sequence))
      }
    }
  }

  ages(): { p95Ms: number; maxMs: number } | null {
    const percentiles = this.#ages.percentiles()
    return percentiles === undefined ? null : { p95Ms: percentiles.p95Ms, maxMs: percentiles.maxMs }
  }

  /** Before the first state is seen, its author's first sending counts. */
  #knownSince(person: number, sequence: number): number {
    const times = this.#sentAt[person]
    if (sequence >= 0) return times?.[sequence] ?? this.#startedAt
    const first = times?.[0] ?? 0
    return first === 0 ? this.#startedAt : first
  }
}
