/**
 * How fast the room wants its clients: how often each may send, and over how long they come back after a lost connection. Told with
 * `welcome`, and to everyone when it changes.
 */
import type { SessionPace } from '@syncforge/protocol/envelope'
import { limits } from '@syncforge/protocol/limits'

/** Steps of the send interval: a room that ticks slower than its clients send would throw most of it away. */
const sendIntervalsMs = [limits.cursorIntervalMs, 33, 66, 133, 266, 533, 1_000] as const
/** A room whose ticks are this fast wants all that its clients have. */
const unhurriedTickMs = 25
const changeAfterMs = 1_000

/** A hundred returning people take half a second, a thousand five: about twenty per 100 ms. */
const returnMsPerPerson = 5
const returnMinMs = 250
const returnMaxMs = 60_000

export interface SessionPaces {
  get(): SessionPace
  /** The room has waited so long between its last two ticks. */
  ticked(intervalMs: number): void
  /** So many connections are in the room. */
  counted(connections: number): void
}

/** Doubles from the smallest, so that a room of a growing crowd does not tell everyone of each newcomer. */
const returnWithinFor = (connections: number): number => {
  let withinMs = returnMinMs
  while (withinMs < Math.min(returnMaxMs, connections * returnMsPerPerson)) withinMs *= 2
  return Math.min(returnMaxMs, withinMs)
}

const sendIntervalFor = (tickMs: number): number =>
  tickMs <= unhurriedTickMs
    ? limits.cursorIntervalMs
    : (sendIntervalsMs.find((intervalMs) => intervalMs >= tickMs) ?? sendIntervalsMs[sendIntervalsMs.length - 1] ?? 0)

/** @param connections how many are there already: a room may wake with a crowd in it */
export const createSendRates = (
  clock: () => number,
  connections: number,
  announce: (pace: SessionPace) => void,
): SessionPaces => {
  let pace: SessionPace = { sendIntervalMs: limits.cursorIntervalMs, returnWithinMs: returnWithinFor(connections) }
  let smoothTickMs = 0
  let changedAt = 0

  const change = (next: SessionPace) => {
    pace = next
    announce(next)
  }
  return {
    get: () => pace,
    ticked(intervalMs) {
      smoothTickMs += (intervalMs - smoothTickMs) / 8
      const sendIntervalMs = sendIntervalFor(smoothTickMs)
      const now = clock()
      if (sendIntervalMs === pace.sendIntervalMs || Math.abs(now - changedAt) < changeAfterMs) return
      changedAt = now
      change({ ...pace, sendIntervalMs })
    },
    counted(connections) {
      const returnWithinMs = returnWithinFor(connections)
      const shrinks = returnWithinMs < pace.returnWithinMs
      // A few leaving at the edge of a step change nothing.
      if (shrinks && returnWithinFor(connections * 2) >= pace.returnWithinMs) return
      if (returnWithinMs !== pace.returnWithinMs) change({ ...pace, returnWithinMs })
    },
  }
}
