/**
 * The mirror: copies of what has changed on their way to Postgres, after five quiet seconds and at most a minute behind. At least
 * once and idempotent: the receiver keeps whatever has the higher sequence. The room answers nobody any later for it; while Postgres
 * is away, what waits stays in the room's rows.
 */

import { metrics } from '../../../telemetry/metrics/index.ts'
import { createRepeatedCall } from '../../actor/calls.ts'
import { describeFault } from '../../actor/log.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { RoomName } from '../admission.ts'
import type { Outbox, OutboxEntry } from '../facts/outbox.ts'
import type { MirrorItem, MirrorSource } from '../feature.ts'
import type { MirrorTarget } from './target.ts'

export interface RoomMirror {
  readonly wakeKey: string
  /** Something changed: it goes when nothing has for five seconds. */
  later(): void
  /** There is a fact to tell: it goes along with a change, or alone after half a minute. */
  tellLater(): void
  /** The wake-up came: waits for the traffic to end, or returns what sends all that has changed and never rejects. Call in a transaction. */
  due(now: number): (() => Promise<void>) | undefined
}

interface Piece {
  readonly source: MirrorSource
  readonly item: MirrorItem
}

interface MirrorParts {
  readonly sources: readonly MirrorSource[]
  readonly outbox: Outbox
  readonly wakeups: Wakeups
  readonly target: MirrorTarget | undefined
  name(): RoomName | null
  clock(): number
  log(event: string, detail: Readonly<Record<string, unknown>>): void
}

const quietMs = 5_000
/** Longer than it takes a room that people merely enter to fall asleep: it is woken once for all of them. */
const factsWaitMs = 30_000
const behindMaxMs = 60_000
const retryFirstMs = 10_000
const retryMaxMs = 60_000
const acceptTimeoutMs = 15_000
const refusedMax = 3
const factsPerBatch = 100
/** What is this small together travels in one call; what is larger in one of its own. */
const batchMaxBytes = 1024 * 1024
/** A call between workers carries at most 32 MiB. */
const itemMaxBytes = 30 * 1024 * 1024
const wakeKey = 'room.mirror'

export const createMirror = ({ sources, outbox, wakeups, target, name, clock, log }: MirrorParts): RoomMirror => {
  let quietAt = 0
  let waitingSince: number | null = null
  /** The oldest change of what is on its way. */
  let sentSince: number | null = null

  /** Whether the room is still the one that was sent: a deletion meanwhile has taken its rows, and may have made way for another. */
  const isStill = (room: RoomName): boolean => name()?.createdAt === room.createdAt

  /** One that cannot be read holds up no other. */
  const readPiece = (source: MirrorSource, key: string): MirrorItem | null => {
    try {
      return source.read(key)
    } catch (error) {
      log('mirror_unreadable', { kind: source.kind, key, error: describeFault(error) })
      return null
    }
  }

  /** What has changed, read when it is asked for: the next one may have changed while the one before was on its way. */
  function* pieces(): Iterable<Piece> {
    for (const source of sources) {
      for (const key of source.changed()) {
        const item = readPiece(source, key)
        if (item === null) continue
        if (item.bytes.length <= itemMaxBytes) yield { source, item }
        else log('mirror_too_large', { kind: item.kind, key, bytes: item.bytes.length })
      }
    }
  }

  /** Returns whether there is still such a room. */
  const send = async (accept: MirrorTarget['accept'], room: RoomName): Promise<boolean> => {
    const refused: unknown[] = []

    const give = async (batch: readonly Piece[], facts: readonly OutboxEntry[]): Promise<boolean> => {
      const answer = accept({ room, items: batch.map(({ item }) => item), facts })
      if (!(await withinTime(answer, acceptTimeoutMs)) || !isStill(room)) return false
      for (const { source, item } of batch) source.confirm(item)
      const last = facts.at(-1)
      if (last !== undefined) outbox.confirm('postgres', last.sequence)
      return true
    }

    /** One piece that cannot be stored holds up no other; several in a row are an outage. */
    const giveApart = async (batch: readonly Piece[]): Promise<boolean> => {
      for (const piece of batch) {
        try {
          if (!(await give([piece], []))) return false
        } catch (error) {
          refused.push(error)
          if (refused.length >= refusedMax) throw error
        }
      }
      return true
    }

    const giveTogether = async (batch: readonly Piece[], facts: readonly OutboxEntry[]): Promise<boolean> => {
      if (batch.length === 0 || batch.length + facts.length === 1) return giveApart(batch)
      try {
        return await give(batch, facts)
      } catch {
        return giveApart(batch)
      }
    }

    let batch: Piece[] = []
    let bytes = 0
    for (const piece of pieces()) {
      bytes += piece.item.bytes.length
      if (bytes > batchMaxBytes) {
        if (!(await giveTogether(batch, []))) return false
        batch = []
        bytes = piece.item.bytes.length
      }
      batch.push(piece)
    }
    if (!(await giveTogether(batch, outbox.peek('postgres', factsPerBatch)))) return false
    for (;;) {
      const facts = outbox.peek('postgres', factsPerBatch)
      if (facts.length === 0) break
      if (!(await give([], facts))) return false
    }
    if (refused.length > 0) throw refused[0]
    return true
  }

  const wakeBy = (at: number) => {
    if (target === undefined) return
    const now = clock()
    const isWaiting = waitingSince !== null && waitingSince <= now
    if (!isWaiting) waitingSince = now
    const wakesAt = wakeups.wakesAt(wakeKey)
    // One wake-up for a whole spell. After a failure it has a time of its own; a later one than now means that the clock was set back.
    if (isWaiting && (sending.isRetrying() || (wakesAt !== null && wakesAt <= at))) return
    wakeups.wakeAt(wakeKey, at)
  }

  /** Which room is on its way. */
  let sent: RoomName | null = null

  const sending = createRepeatedCall({
    wakeKey,
    wakeups,
    async call() {
      const room = name()
      if (target === undefined || room === null) return
      const since = clock()
      sent = room
      try {
        // One that was deleted stops asking. It keeps what it has: Postgres may have been set back to a day before the room.
        const exists = await send((batch) => target.accept(batch), room)
        if (!exists) log('mirror_without_room', { ...room })
        metrics.mirrorAge.observe({}, Math.max(0, clock() - (sentSince ?? since)) / 1_000)
        sentSince = null
      } catch (error) {
        if (!isStill(room)) return
        waitingSince ??= since
        throw error
      }
    },
    isOvertaken: () => waitingSince !== null || sent === null || !isStill(sent),
    retryFirstMs,
    retryMaxMs,
    clock,
    log,
  })

  return {
    wakeKey,
    later() {
      quietAt = clock() + quietMs
      wakeBy(quietAt)
    },
    tellLater: () => wakeBy(clock() + factsWaitMs),
    due(now) {
      if (target === undefined || name() === null) return undefined
      const dueAt = Math.min(quietAt, (waitingSince ?? 0) + behindMaxMs)
      // Further away than it was ever set: the clock was set backwards.
      if (dueAt > now && dueAt - now <= quietMs) {
        wakeups.wakeAt(wakeKey, dueAt)
        return undefined
      }
      sentSince ??= waitingSince
      waitingSince = null
      return sending.handler(now)
    },
  }
}
