/** Counts, buckets and their text, and what Analytics Engine is told. */
import { expect, it } from 'vitest'
import { createTelling } from './analytics.ts'
import { createCounter } from './counter.ts'
import { createGauge } from './gauge.ts'
import { createHistogram } from './histogram.ts'
import { countedOf, withCounted } from './sum.ts'
import { textOf } from './text.ts'

const made = () => ({
  joins: createCounter('join_total', 'Joins.', ['result']),
  plain: createCounter('plain_total', 'Without labels.'),
  size: createHistogram('size', 'Sizes.', [10, 100]),
  people: createGauge('people', 'People.'),
})

it('writes what Prometheus reads', () => {
  const { joins, plain, size, people } = made()
  joins.add({ result: 'joined' })
  joins.add({ result: 'a "quoted"\\\nline' }, 2)
  for (const value of [10, 11, 1_000]) size.observe({}, value)
  size.observe({}, 5, 3)
  people.set('a', 2)
  people.set('b', 3)
  people.set('a', 0)
  expect(textOf([joins, plain, size, people])).toBe(`# HELP join_total Joins.
# TYPE join_total counter
join_total{result="joined"} 1
join_total{result="a \\"quoted\\"\\\\\\nline"} 2
# HELP plain_total Without labels.
# TYPE plain_total counter
plain_total 0
# HELP size Sizes.
# TYPE size histogram
size_bucket{le="10"} 4
size_bucket{le="100"} 5
size_bucket{le="+Inf"} 6
size_sum 1036
size_count 6
# HELP people People.
# TYPE people gauge
people 3
`)
})

it('has a bound, whatever labels are made up', () => {
  const { joins } = made()
  for (let i = 0; i < 5_000; i += 1) joins.add({ result: `made up ${i}` })
  const samples = joins.samples()
  expect(samples).toHaveLength(2_001)
  expect(samples.at(-1)).toMatchObject({ labels: [['result', 'other']], value: 3_000 })
})

it('tells Analytics Engine every ten seconds what was added, at most 25 points each time, nothing twice', () => {
  const { joins, size } = made()
  const points: { blobs: readonly string[]; doubles: readonly number[] }[] = []
  const telling = createTelling([joins, size], { writeDataPoint: (point) => void points.push(point) })
  for (let i = 0; i < 40; i += 1) joins.add({ result: `r${i}` }, i + 1)
  size.observe({}, 50)
  telling.due(1_000_000)
  expect(points).toHaveLength(25)
  telling.due(1_000_001)
  expect(points).toHaveLength(41)
  expect(points[39]).toEqual({ indexes: ['join_total'], blobs: ['join_total', 'r39'], doubles: [40] })
  expect(points[40]).toEqual({ indexes: ['size'], blobs: ['size'], doubles: [50, 0, 1, 0] })
  joins.add({ result: 'r0' })
  telling.due(1_000_002)
  expect(points).toHaveLength(41)
  telling.due(1_010_000)
  expect(points.slice(41)).toEqual([{ indexes: ['join_total'], blobs: ['join_total', 'r0'], doubles: [1] }])
})

it('adds what another isolate has counted, series by series, and takes nothing away', () => {
  const [edge, objects] = [made(), made()]
  edge.joins.add({ result: 'refused' }, 2)
  edge.joins.add({ result: 'joined' }, 3)
  objects.joins.add({ result: 'joined' }, 4)
  objects.joins.add({ result: 'resumed' })
  for (const { size } of [edge, objects]) size.observe({}, 50)
  // As it comes out of a call between workers.
  const counted = structuredClone(countedOf([objects.joins, objects.size]))
  const sums = withCounted(Object.values(edge), counted).flatMap(({ name, samples }) =>
    samples().map(({ suffix, labels, value }) => [`${name}${suffix}`, ...labels.map(([, label]) => label), value]),
  )
  for (const sum of [
    ['join_total', 'refused', 2],
    ['join_total', 'joined', 7],
    ['join_total', 'resumed', 1],
    ['plain_total', 0],
    ['size_bucket', '10', 0],
    ['size_bucket', '100', 2],
    ['size_bucket', '+Inf', 2],
    ['size_sum', 100],
    ['size_count', 2],
  ])
    expect(sums).toContainEqual(sum)
  expect(edge.joins.samples()).toHaveLength(2)
})
