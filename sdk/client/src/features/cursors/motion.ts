/**
 * Owns how one cursor is played back: pure numbers, no page, no clock of its own. It runs a little behind the room, so that the next
 * sample is usually there before it is needed, and goes straight from each to the next at the speed at which they were made.
 * It never runs ahead of the newest sample: a cursor that stops does not overshoot.
 */

/** A sample, and when it reached the room, in milliseconds since 1970. */
export interface TimedPoint {
  readonly x: number
  readonly y: number
  readonly anchor?: string | undefined
  readonly movedAt: number
}

/** Where a cursor is on its way: `progress` of 1 is at `to`. */
export interface Way<P> {
  readonly from: P
  readonly to: P
  readonly progress: number
}

export interface Track<P extends TimedPoint> {
  /** The next sample, `lagMs` after it reached the room. */
  add(point: P, lagMs: number): void
  /** Plays on until now. `roomNowMs` in milliseconds since 1970, `localMs` of a clock that only moves forward. */
  play(roomNowMs: number, localMs: number): Way<P>
  /** Nothing is left to play. */
  isResting(): boolean
}

const firstIntervalMs = 33
const longestIntervalMs = 1_000
const longestDelayMs = 1_000
/** Farther behind than this and what lies between is not played any more. */
const longestBacklogMs = 1_500
/** More intervals than this without a sample were a rest, not a slow movement. */
const restIntervals = 3
const keptSamples = 64
/** The playhead makes up for what it is ahead or behind in about this time, at half to twice the speed. */
const correctionMs = 100

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))

interface Leg<P> {
  readonly to: P
  readonly startsAt: number
}

/**
 * A track of one cursor that rests at `first`.
 *
 * The delay is the measured interval between samples and the most that one has lately been late; it follows both as they change.
 *
 * @example
 * const track = createTrack({ x: 0, y: 0, movedAt: 1_000 })
 * track.add({ x: 10, y: 0, movedAt: 1_016 }, 4)
 * const { from, to, progress } = track.play(roomClock.at(performance.now()), performance.now())
 */
export const createTrack = <P extends TimedPoint>(first: P): Track<P> => {
  /** What is not played yet, and before it the one that the cursor comes from; each with when the cursor set out for it. */
  let legs: [Leg<P>, ...Leg<P>[]] = [{ to: first, startsAt: first.movedAt }]
  let newest = first
  let playedTo = first.movedAt
  let playedAt: number | null = null
  let intervalMs = firstIntervalMs
  let latestMs = 0

  const playTo = (target: number, elapsedMs: number) => {
    // After a rest, or after frames that were not drawn, there is no speed to keep.
    if (elapsedMs > correctionMs || target - playedTo > longestBacklogMs) return Math.max(playedTo, target)
    const speed = clamp(1 + (target - playedTo - elapsedMs) / correctionMs, 0.5, 2)
    return clamp(playedTo + speed * elapsedMs, playedTo, newest.movedAt)
  }

  return {
    add(point, lagMs) {
      const gapMs = point.movedAt - newest.movedAt
      // The room's clock was set back.
      if (gapMs < 0) {
        legs = [{ to: point, startsAt: point.movedAt }]
        playedTo = point.movedAt
      } else if (gapMs === 0) {
        const { startsAt = point.movedAt } = legs.pop() ?? {}
        legs.push({ to: point, startsAt })
      } else {
        // After a rest the cursor set out one interval before its first sample.
        const startsAt = gapMs > restIntervals * intervalMs ? point.movedAt - intervalMs : newest.movedAt
        legs.push({ to: point, startsAt })
        if (legs.length > keptSamples) legs.shift()
        intervalMs += (Math.min(gapMs, 4 * intervalMs, longestIntervalMs) - intervalMs) / 4
        latestMs = Math.max(lagMs, latestMs - (latestMs - lagMs) / 16)
      }
      newest = point
    },
    play(roomNowMs, localMs) {
      const delayMs = Math.min(intervalMs + latestMs, longestDelayMs)
      const target = Math.min(roomNowMs - delayMs, newest.movedAt)
      playedTo = playTo(target, playedAt === null ? 0 : localMs - playedAt)
      playedAt = localMs
      while (legs[1] !== undefined && legs[1].to.movedAt <= playedTo) legs.shift()
      const [{ to: from }, leg] = legs
      if (leg === undefined) return { from, to: from, progress: 1 }
      // A rest is not played out.
      if (playedTo < leg.startsAt) playedTo = clamp(target, playedTo, leg.startsAt)
      const { to, startsAt } = leg
      return { from, to, progress: Math.max(0, (playedTo - startsAt) / (to.movedAt - startsAt)) }
    },
    isResting: () => legs.length === 1,
  }
}
