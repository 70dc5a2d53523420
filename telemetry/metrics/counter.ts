/** Counts by labels. What was counted before is never taken back: a reader looks at how fast it grows. */
import { createSeries, type LabelValues, type Metric } from './series.ts'

export interface Counter<L extends string> extends Metric {
  /** @example requests.add({ route: '/api/v1/rooms', status: '2xx' }) */
  add(labels: LabelValues<L>, by?: number): void
}

interface Count {
  value: number
  told: number
}

/** @param labels their names; each has few values, and never an id */
export const createCounter = <L extends string = never>(
  name: string,
  help: string,
  labels: readonly L[] = [],
): Counter<L> => {
  const series = createSeries(labels, (): Count => ({ value: 0, told: 0 }))
  return {
    name,
    help,
    type: 'counter',
    add(values, by = 1) {
      series.at(values).value += by
    },
    samples: () => series.list((labelled, { value }) => ({ suffix: '', labels: labelled, value })),
    takeChanges: () =>
      series.list((labelled, count) => {
        const by = count.value - count.told
        count.told = count.value
        return { labels: labelled, values: [by], isChanged: by > 0 }
      }),
  }
}
