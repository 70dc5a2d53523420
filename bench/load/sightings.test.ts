import assert from 'node:assert/strict'
import { test } from 'vitest'
import { Latencies } from './latencies.ts'
import { Sightings } from './sightings.ts'

test('percentiles are by nearest rank', () => {
  const latencies = new Latencies()
  for (let i = 100; i >= 1; i--) latencies.add(i)
  assert.deepEqual(latencies.percentiles(), { p50Ms: 50, p95Ms: 95, p99Ms: 99, maxMs: 100 })
  assert.equal(new Latencies().percentiles(), undefined)
})

test('more latencies than the first buffer holds are all kept', () => {
  const latencies = new Latencies()
  for (let i = 0; i < 200_000; i++) latencies.add(1)
  latencies.add(5)
  assert.equal(latencies.count, 200_001)
  assert.equal(latencies.percentiles()?.maxMs, 5)
})

test('a state counts once, in order, from somebody else, at a sampled receiver', () => {
  const sightings = new Sightings(3, 10, new Set([0]))
  sightings.start()
  for (const person of [0, 1, 2]) for (let i = 0; i < 4; i++) sightings.sent(person, i)
  sightings.saw(0, 1, 0)
  sightings.saw(0, 1, 0)
  sightings.saw(0, 1, 2)
  sightings.saw(0, 1, 1)
  sightings.saw(0, 0, 1)
  sightings.saw(2, 1, 1)
  sightings.saw(0, 1, 9)
  assert.equal(sightings.seen, 2)
  assert.equal(sightings.latencies.count, 2)
})

test('somebody who was never seen is as old as the sending', async () => {
  const sightings = new Sightings(2, 10, new Set([0]))
  sightings.start()
  sightings.sent(1, 0)
  const startedAt = performance.now()
  await new Promise((resolve) => setTimeout(resolve, 40))
  const passedMs = performance.now() - startedAt
  sightings.closeAges()
  assert.ok((sightings.ages()?.maxMs ?? 0) >= passedMs - 1)
})
