/**
 * Remembers what calls with an idempotency key came to, so that one sent again is not done again. One object holds a share of an
 * organization's keys. It sees a digest of each key and request, and answers that only the edge can open.
 *
 * IK1  Of calls with one key at most one is carried out at a time; the others wait for what it comes to.
 * IK2  What was done is answered alike for 24 hours; with another request under the same key the caller is told so.
 * IK3  A call that was refused or failed leaves its key free, and one that ended without a word does after a while.
 * IK4  Nothing stays after that.
 */
import { DurableObject } from 'cloudflare:workers'

export type Begun =
  /** Nobody has done it: the caller does it now, and says `finish` or `release` with this number. */
  | { readonly kind: 'run'; readonly attempt: number }
  | { readonly kind: 'done'; readonly answer: Uint8Array }
  /** The key was used for another request. */
  | { readonly kind: 'reused' }
  /** It is being done, for longer than anybody waits here. */
  | { readonly kind: 'busy' }

const keepMs = 24 * 60 * 60_000
/** Who carries a call out has this long: more than a request of a worker may take. */
const leaseMs = 150_000
const waitMaxMs = 10_000
/** Of one key at a time. */
const waitersMax = 100
const sweepEveryMs = 60 * 60_000

type Row = {
  readonly fingerprint: string
  readonly attempt: number
  readonly answer: ArrayBuffer | null
  readonly until: number
}

export class Idempotency extends DurableObject {
  readonly #sql: SqlStorage
  /** By key: told when a call ends. */
  readonly #waiters = new Map<string, Set<() => void>>()

  constructor(state: DurableObjectState, bindings: Cloudflare.Env) {
    super(state, bindings)
    this.#sql = state.storage.sql
    this.#prepare()
  }

  #prepare() {
    this.#sql.exec(
      'CREATE TABLE IF NOT EXISTS call (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, attempt INTEGER NOT NULL, answer BLOB, until INTEGER NOT NULL) WITHOUT ROWID',
    )
  }

  /** @param key and `fingerprint` digests: of the idempotency key, and of the request that came with it */
  async begin(key: string, fingerprint: string): Promise<Begun> {
    const endsAt = Date.now() + waitMaxMs
    for (;;) {
      const now = Date.now()
      const row = this.#row(key)
      // A clock set backwards keeps nothing for longer.
      if (row === undefined || row.until <= now || row.until > now + keepMs) {
        return this.#run(key, fingerprint, (row?.attempt ?? 0) + 1, now)
      }
      if (row.fingerprint !== fingerprint) return { kind: 'reused' }
      if (row.answer !== null) return { kind: 'done', answer: new Uint8Array(row.answer) }
      if (now >= endsAt || !(await this.#ended(key, endsAt - now))) return { kind: 'busy' }
    }
  }

  /** The call was carried out, and this is its answer. Nothing happens when somebody else has taken it over meanwhile. */
  finish(key: string, attempt: number, answer: Uint8Array): void {
    this.#sql.exec(
      'UPDATE call SET answer = ?, until = ? WHERE key = ? AND attempt = ? AND answer IS NULL',
      answer,
      Date.now() + keepMs,
      key,
      attempt,
    )
    this.#tell(key)
  }

  /** The call came to nothing: whoever asks next carries it out. */
  release(key: string, attempt: number): void {
    this.#sql.exec('DELETE FROM call WHERE key = ? AND attempt = ? AND answer IS NULL', key, attempt)
    this.#tell(key)
  }

  #row(key: string): Row | undefined {
    return this.#sql.exec<Row>('SELECT fingerprint, attempt, answer, until FROM call WHERE key = ?', key).toArray()[0]
  }

  async #run(key: string, fingerprint: string, attempt: number, now: number): Promise<Begun> {
    const until = now + leaseMs
    this.#sql.exec('INSERT OR REPLACE INTO call VALUES (?, ?, ?, NULL, ?)', key, fingerprint, attempt, until)
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(now + sweepEveryMs)
    return { kind: 'run', attempt }
  }

  /** Whether the call under way ended within `ms`; `false` also when too many wait for it. */
  async #ended(key: string, ms: number): Promise<boolean> {
    const waiting = this.#waiters.get(key) ?? new Set()
    if (waiting.size >= waitersMax) return false
    this.#waiters.set(key, waiting)
    return new Promise((resolve) => {
      const end = (ended: boolean) => () => {
        clearTimeout(timer)
        waiting.delete(told)
        if (waiting.size === 0) this.#waiters.delete(key)
        resolve(ended)
      }
      const told = end(true)
      const timer = setTimeout(end(false), ms)
      waiting.add(told)
    })
  }

  #tell(key: string): void {
    for (const told of [...(this.#waiters.get(key) ?? [])]) told()
  }

  override async alarm(): Promise<void> {
    const now = Date.now()
    this.#sql.exec('DELETE FROM call WHERE until <= ? OR until > ?', now, now + keepMs)
    const { left } = this.#sql.exec<{ left: number }>('SELECT COUNT(*) AS left FROM call').one()
    if (left > 0) {
      await this.ctx.storage.setAlarm(now + sweepEveryMs)
      return
    }
    await this.ctx.storage.deleteAll()
    // Whoever comes next finds an empty table instead of none.
    this.#prepare()
  }
}
