/** What several isolates of one server have counted, as one: on one machine the edge and the objects count apart. */
import type { Metric, Sample } from './series.ts'

/** One isolate's samples by the metrics' names. */
export type Counted = readonly { readonly name: string; readonly samples: readonly Sample[] }[]

export const countedOf = (all: readonly Metric[]): Counted =>
  all.map(({ name, samples }) => ({ name, samples: samples() }))

const keyOf = ({ suffix, labels }: Sample): string => JSON.stringify([suffix, labels])

const sumOf = (own: readonly Sample[], others: readonly Sample[]): readonly Sample[] => {
  const sums = new Map(own.map((sample) => [keyOf(sample), sample]))
  for (const sample of others) {
    const key = keyOf(sample)
    sums.set(key, { ...sample, value: sample.value + (sums.get(key)?.value ?? 0) })
  }
  return [...sums.values()]
}

/** Every metric with what another isolate has counted added to it. @example textOf(withCounted(Object.values(metrics), counted)) */
export const withCounted = (all: readonly Metric[], counted: Counted): Omit<Metric, 'takeChanges'>[] => {
  const others = new Map(counted.map(({ name, samples }) => [name, samples]))
  return all.map(({ name, help, type, samples }) => ({
    name,
    help,
    type,
    samples: () => sumOf(samples(), others.get(name) ?? []),
  }))
}
