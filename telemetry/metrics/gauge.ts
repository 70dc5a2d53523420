/** What is so now. One is put together of parts, each of which says its own share, another is asked for when somebody looks. */
import type { Metric } from './series.ts'

export interface Gauge extends Metric {
  /** The share of one part; 0: it has none any more. */
  set(part: string, value: number): void
}

export const createGauge = (name: string, help: string): Gauge => {
  const parts = new Map<string, number>()
  let told = 0
  const total = () => [...parts.values()].reduce((sum, value) => sum + value, 0)
  return {
    name,
    help,
    type: 'gauge',
    set(part, value) {
      if (value === 0) parts.delete(part)
      else parts.set(part, value)
    },
    samples: () => [{ suffix: '', labels: [], value: total() }],
    takeChanges() {
      const value = total()
      const isChanged = value !== 0 || told !== 0
      told = value
      return [{ labels: [], values: [value], isChanged }]
    },
  }
}
