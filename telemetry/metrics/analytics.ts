/**
 * Where isolates are many, each tells Cloudflare's Analytics Engine what it has counted: a point for each series that has changed, a few times a
 * minute. What an isolate that ends has not told yet is lost: these numbers are for looking at, never for bills.
 */
import type { Change, Metric } from './series.ts'

/** The binding. */
export interface Dataset {
  writeDataPoint(point: {
    readonly indexes: readonly string[]
    readonly blobs: readonly string[]
    readonly doubles: readonly number[]
  }): void
}

const everyMs = 10_000
/** The platform's bound for one invocation. */
const pointsMax = 25

export interface Telling {
  /** Tells what is due. @param now milliseconds since 1970, which the caller has read anyway */
  due(now: number): void
}

/** A point has the metric's name as its index and first blob, then the labels' values; its doubles are what was added. */
const pointOf = (name: string, { labels, values }: Change) => ({
  indexes: [name],
  blobs: [name, ...labels.map(([, value]) => value)],
  doubles: values,
})

export const createTelling = (all: readonly Metric[], dataset: Dataset): Telling => {
  let toldAt = 0
  let waiting: ReturnType<typeof pointOf>[] = []
  return {
    due(now) {
      // A clock set backwards puts nothing off.
      if (waiting.length === 0 && Math.abs(now - toldAt) < everyMs) return
      if (waiting.length === 0) {
        toldAt = now
        waiting = all.flatMap(({ name, takeChanges }) =>
          takeChanges().flatMap((change) => (change.isChanged ? [pointOf(name, change)] : [])),
        )
      }
      for (const point of waiting.splice(0, pointsMax)) dataset.writeDataPoint(point)
    },
  }
}
