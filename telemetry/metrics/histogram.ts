/** How large what was observed is, in buckets: enough to read a percentile from. */
import { createSeries, type Labels, type LabelValues, type Metric, type Sample } from './series.ts'

export interface Histogram<L extends string> extends Metric {
  /** @param times as often */
  observe(labels: LabelValues<L>, value: number, times?: number): void
}

interface Observed {
  /** By the bucket that each falls in; the last one has no bound. */
  readonly counts: number[]
  sum: number
  readonly told: { counts: number[]; sum: number }
}

/** For times, in seconds: the specification's bounds are among them. */
export const secondsBounds = [
  0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60,
] as const

/** @param bounds upper ends of the buckets, rising */
export const createHistogram = <L extends string = never>(
  name: string,
  help: string,
  bounds: readonly number[],
  names: readonly L[] = [],
): Histogram<L> => {
  const none = () => Array.from({ length: bounds.length + 1 }, () => 0)
  const series = createSeries(names, (): Observed => ({ counts: none(), sum: 0, told: { counts: none(), sum: 0 } }))
  const bucketOf = (value: number): number => {
    let index = 0
    while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1
    return index
  }
  const samplesOf = (labels: Labels, { counts, sum }: Observed): Sample[] => {
    let total = 0
    const buckets = counts.map((count, index) => {
      total += count
      const le = index < bounds.length ? String(bounds[index]) : '+Inf'
      return { suffix: '_bucket', labels: [...labels, ['le', le] as const], value: total }
    })
    return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: total }]
  }
  return {
    name,
    help,
    type: 'histogram',
    observe(values, value, times = 1) {
      const observed = series.at(values)
      const bucket = bucketOf(value)
      observed.counts[bucket] = (observed.counts[bucket] ?? 0) + times
      observed.sum += value * times
    },
    samples: () => series.list(samplesOf).flat(),
    takeChanges: () =>
      series.list((labelled, { counts, sum, told }) => {
        const added = counts.map((count, index) => count - (told.counts[index] ?? 0))
        const values = [sum - told.sum, ...added]
        told.counts = [...counts]
        told.sum = sum
        return { labels: labelled, values, isChanged: added.some((count) => count > 0) }
      }),
  }
}
