/** A metric's values by its labels: bounded, whatever is said of what. */

/** Names and values, in the order in which they are written. */
export type Labels = readonly (readonly [name: string, value: string])[]

export type LabelValues<L extends string> = { readonly [K in L]: string }

export interface Sample {
  /** What follows the metric's name. */
  readonly suffix: string
  readonly labels: Labels
  readonly value: number
}

/** What has been added to one series since it was last asked. */
export interface Change {
  readonly labels: Labels
  readonly values: readonly number[]
  readonly isChanged: boolean
}

export interface Metric {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  samples(): readonly Sample[]
  takeChanges(): readonly Change[]
}

/** More combinations of labels than any metric has: what is past it is counted together. */
const seriesMax = 2_000
const elsewhere = 'other'

export const createSeries = <L extends string, T>(names: readonly L[], create: () => T) => {
  const all = new Map<string, { readonly labels: Labels; readonly held: T }>()
  const put = (key: string, values: readonly string[]): T => {
    const labels = names.map((name, index) => [name, values[index] ?? ''] as const)
    const held = create()
    all.set(key, { labels, held })
    return held
  }
  // One without labels is there from the start: 0 is a value too.
  const only = names.length === 0 ? put('', []) : null
  return {
    at(values: LabelValues<L>): T {
      if (only !== null) return only
      const given = names.map((name) => values[name])
      const key = given.join('\0')
      const known = all.get(key)
      if (known !== undefined) return known.held
      if (all.size < seriesMax) return put(key, given)
      const others = names.map(() => elsewhere)
      return all.get(others.join('\0'))?.held ?? put(others.join('\0'), others)
    },
    list: <R>(toResult: (labels: Labels, held: T) => R): R[] =>
      [...all.values()].map(({ labels, held }) => toResult(labels, held)),
  }
}
