import assert from 'node:assert/strict'
import { test } from 'vitest'
import type { Row } from '../measure/row.ts'
import { bestPeer, figuresOf } from './figures.ts'
import { percent } from './table.ts'
import { verdicts } from './targets.ts'

const row = (
  scenario: string,
  server: string,
  { delivered = 1_000, p95Ms = 10, cpuMicros = 1_000, sentPerSecond = 10_000 } = {},
): Row => ({
  scenario,
  server,
  role: server.startsWith('syncforge') ? 'ours' : 'peer',
  version: '1.0.0',
  durability: '',
  outcome: 'ok',
  cpuMicros,
  cpuByProcess: [],
  memory: { startBytes: 0, peakBytes: 2 ** 20, endBytes: 0, processes: [] },
  otherCores: 0,
  load: {
    asked: 10,
    opened: 10,
    openAtEnd: 10,
    sentPerSecond,
    expected: 1_000,
    delivered,
    latency: { p50Ms: 1, p95Ms, p99Ms: 20, maxMs: 30 },
    bytesReceived: 10_000,
    age: null,
    generatorCpuShare: 0.2,
    notes: [],
  },
})

const storm = (ours: Row, ...peers: Row[]) => {
  const judged = verdicts([ours, ...peers].map(figuresOf)).filter(({ target }) => target === 'typing storm')
  return judged.map(({ verdict }) => verdict)
}

test('figures are per delivered change', () => {
  const { share, cpuMicrosPerChange, bytesPerChange } = figuresOf(row('storm', 'syncforge', { delivered: 500 }))
  assert.deepEqual([share, cpuMicrosPerChange, bytesPerChange], [0.5, 2, 20])
})

test('a peer that lost most of the changes is not the best one', () => {
  const rows = [row('storm', 'a', { delivered: 300, p95Ms: 2 }), row('storm', 'b', { p95Ms: 9 })].map(figuresOf)
  assert.equal(bestPeer(rows, 'p95Ms'), 9)
  assert.equal(bestPeer(rows.slice(0, 1), 'p95Ms'), undefined)
  assert.equal(bestPeer(rows.slice(0, 1), 'bytesPerChange'), 10_000 / 300)
  assert.equal(bestPeer([], 'p95Ms'), undefined)
})

test('a promise is kept only when every part of it is', () => {
  const peer = row('storm', 'a', { cpuMicros: 2_000 })
  assert.deepEqual(storm(row('storm', 'syncforge'), peer), ['pass', 'pass', 'pass', 'pass'])
  const slow = row('storm', 'syncforge', { delivered: 999, p95Ms: 41, cpuMicros: 1_001, sentPerSecond: 8_999 })
  assert.deepEqual(storm(slow, peer), ['fail', 'fail', 'fail', 'fail'])
})

test('without a peer, or without a row of ours, nothing is claimed', () => {
  assert.deepEqual(storm(row('storm', 'syncforge')), ['pass', 'pass', 'pass', 'not measured'])
  assert.deepEqual(storm(row('storm', 'a')), ['not measured'])
  assert.deepEqual(storm({ ...row('storm', 'syncforge'), load: null, outcome: 'the server died' }), ['fail'])
})

test('100 % means everything', () => {
  assert.deepEqual([percent(1), percent(0.99999), percent(0.5)], ['100 %', '99.9 %', '50.0 %'])
})
