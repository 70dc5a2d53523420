/**
 * The mirror: copies of what has changed on their way to Postgres, after five quiet seconds and at most a minute behind. At least
 * once and idempotent: the receiver keeps whatever has the higher sequence. The room answers nobody any later for it; while Postgres
 * is away, what waits stays in the room's rows.
 */
import type { Wakeups } from './alarms.ts'
import type { MirrorItem } from './feature.ts'
import type { RoomName } from './name.ts'
import type { OpenFeature } from './open.ts'
import type { Outbox, OutboxEntry } from './outbox.ts'

export interface MirrorBatch extends RoomName {
  readonly items: readonly MirrorItem[]
  readonly facts: readonly OutboxEntry[]
}

/** The other end, in a worker that may speak to Postgres. Rejects when it could not store the whole batch. */
export interface MirrorTarget {
  accept(batch: MirrorBatch): Promise<void>
}

export interface RoomMirror {
  readonly wakeKey: string
  /** Something changed. */
  later(): void
  /** Sends what has changed, or waits for the traffic to end. Never rejects. */
  run(): Promise<void>
}

interface MirrorParts {
  readonly features: readonly OpenFeature[]
  readonly outbox: Outbox
  readonly wakeups: Wakeups
  readonly target: MirrorTarget | undefined
  name(): RoomName | null
  clock(): number
  log(event: string, detail: Readonly<Record<string, unknown>>): void
}

const quietMs = 5_000
const behindMaxMs = 60_000
const retryMs = 10_000
const acceptTimeoutMs = 15_000
const factsPerBatch = 100
/** A call between workers carries at most 32 MiB. */
const itemMaxBytes = 30 * 1024 * 1024
const wakeKey = 'room.mirror'

const withinTime = (work: Promise<void>): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${acceptTimeoutMs} ms`)), acceptTimeoutMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

export const createMirror = ({ features, outbox, wakeups, target, name, clock, log }: MirrorParts): RoomMirror => {
  let changedAt: number | null = null
  let waitingSince: number | null = null

  /** One item a call: a batch is never larger than the largest document. */
  const send = async (accept: MirrorTarget['accept']) => {
    for (const { mirror } of features) {
      for (const key of mirror?.changed() ?? []) {
        const who = name()
        const item = mirror?.read(key)
        if (who === null || item === undefined || item === null) continue
        if (item.bytes.length > itemMaxBytes) {
          log('mirror_too_large', { kind: item.kind, key, bytes: item.bytes.length })
          continue
        }
        await withinTime(accept({ ...who, items: [item], facts: [] }))
        // A deletion meanwhile has taken the identity with it, and every row that this would be written to.
        if (name() !== null) mirror?.confirm(item)
      }
    }
    for (;;) {
      const who = name()
      const facts = outbox.peek(factsPerBatch)
      const last = facts.at(-1)
      if (who === null || last === undefined) return
      await withinTime(accept({ ...who, items: [], facts }))
      outbox.confirm(last.sequence)
    }
  }

  return {
    wakeKey,
    later() {
      const now = clock()
      changedAt = now
      if (waitingSince !== null) return
      waitingSince = now
      wakeups.wakeAt(wakeKey, now + quietMs)
    },
    async run() {
      if (target === undefined) return
      const now = clock()
      const quietAt = (changedAt ?? 0) + quietMs
      // Further away than it was ever set: the clock was set backwards.
      const isEarly = quietAt > now && quietAt - now <= quietMs
      if (isEarly && now - (waitingSince ?? 0) < behindMaxMs) {
        wakeups.wakeAt(wakeKey, quietAt)
        return
      }
      waitingSince = null
      // The wake-up that called us is spent: a crash while we wait must not end the mirroring.
      wakeups.wakeAt(wakeKey, now + retryMs)
      try {
        await send((batch) => target.accept(batch))
        if (waitingSince === null) wakeups.wakeAt(wakeKey, null)
      } catch (error) {
        log('mirror_waits', { error: error instanceof Error ? error.message : String(error) })
        waitingSince ??= now
        wakeups.wakeAt(wakeKey, clock() + retryMs)
      }
    },
  }
}

/** The worker's own entry point `Mirror`, which may speak to Postgres; a worker without one has no mirror. */
export const mirrorOf = (state: DurableObjectState): MirrorTarget | undefined =>
  (state as { readonly exports?: { readonly Mirror?: MirrorTarget } }).exports?.Mirror
