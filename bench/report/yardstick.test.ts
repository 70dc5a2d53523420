import assert from 'node:assert/strict'
import { test } from 'vitest'
import type { ProcessMemory } from '../measure/memory-watch.ts'
import type { Row } from '../measure/row.ts'
import { type Scenario, scenarios } from '../scenarios.ts'
import { reportOf } from './document.ts'
import { bestPeer, figuresOf } from './figures.ts'
import { scenarioTable } from './table.ts'
import { verdicts } from './targets.ts'

const rooms = 1_000

const grown = (command: string, kilobytesPerRoom: number): ProcessMemory => {
  const startBytes = 300 * 2 ** 20
  const endBytes = startBytes + kilobytesPerRoom * 1024 * rooms
  return { command, startBytes, endBytes, peakBytes: Math.max(startBytes, endBytes) }
}

const row = (server: string, role: Row['role'], processes: readonly ProcessMemory[], openAtEnd = 5_000): Row => ({
  scenario: 'rooms-1000',
  server,
  role,
  version: '1.0.0',
  durability: '',
  outcome: 'ok',
  cpuMicros: 1_000,
  cpuByProcess: [],
  memory: { startBytes: 0, peakBytes: 0, endBytes: 0, processes },
  otherCores: 0,
  load: {
    asked: 5_000,
    opened: 5_000,
    openAtEnd,
    sentPerSecond: 500,
    expected: 4_000,
    delivered: 4_000,
    latency: { p50Ms: 1, p95Ms: role === 'yardstick' ? 1 : 10, p99Ms: 20, maxMs: 30 },
    bytesReceived: 10_000,
    age: null,
    generatorCpuShare: 0.2,
    notes: [],
  },
})

const bare = (kilobytes = 600, openAtEnd = 5_000) =>
  row('bare-workerd', 'yardstick', [grown('workerd', kilobytes)], openAtEnd)
const ours = (...processes: readonly ProcessMemory[]) => row('syncforge (native)', 'ours', processes)
const peer = row('y-websocket', 'peer', [grown('node', 100)])

const scenario = (name: string): Scenario => {
  const found = scenarios(false, '', true).find((each) => each.name === name)
  assert.ok(found !== undefined)
  return found
}

/** Verdict and measured value of the lines about memory. */
const memoryOf = (...rows: readonly Row[]) =>
  verdicts(rows.map(figuresOf))
    .filter(({ target, wanted }) => target === '1,000 rooms of five' && wanted.includes('kB'))
    .map(({ measured, verdict }) => `${measured}: ${verdict}`)

const cells = (rows: readonly Row[], of: Scenario) => {
  const [head = [], , ...body] = scenarioTable(of, rows.map(figuresOf))
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return (server: string, column: string) =>
    body.find((line) => line[1]?.includes(server))?.[head.indexOf(column)] ?? 'no such cell'
}

test('a yardstick is never the best peer, and has no ratio of its own', () => {
  assert.equal(bestPeer([ours(), peer, bare()].map(figuresOf), 'p95Ms'), 10)
  assert.equal(bestPeer([ours(), bare()].map(figuresOf), 'p95Ms'), undefined)
  const cell = cells([ours(), peer, bare()], scenario('quiet'))
  assert.equal(cell('y-websocket', 'P95 ÷ best peer'), '1.00')
  assert.equal(cell('bare-workerd (yardstick)', 'P95 ÷ best peer'), '–')
})

test('a room is judged by what it costs, and by what it costs above the yardstick of the same run', () => {
  assert.deepEqual(memoryOf(ours(grown('workerd', 450)), peer, bare(300)), [
    '450 kB per idle room: pass',
    '150 kB per idle room: pass',
  ])
  assert.deepEqual(memoryOf(ours(grown('workerd', 754)), peer, bare(600)), [
    '754 kB per idle room: fail',
    '154 kB per idle room: fail',
  ])
})

test('without a yardstick that held everybody, nothing is claimed about it', () => {
  const absolute = '450 kB per idle room: pass'
  assert.deepEqual(memoryOf(ours(grown('workerd', 450)), peer), [absolute, '–: not measured'])
  assert.deepEqual(memoryOf(ours(grown('workerd', 450)), bare(600, 4_999)), [absolute, '–: not measured'])
})

test('a process that shrank makes no room cheaper, and is told', () => {
  const rows = [ours(grown('workerd', 700), grown('node', -180)), peer, bare()]
  assert.deepEqual(memoryOf(...rows), ['700 kB per idle room: fail', '100 kB per idle room: pass'])
  const cell = cells(rows, scenario('rooms-1000'))
  assert.equal(cell('syncforge', 'kB per idle room'), '700')
  assert.equal(cell('syncforge', 'of it above the yardstick'), '100')
  assert.equal(cell('y-websocket', 'of it above the yardstick'), '-500')
  assert.equal(cell('bare-workerd', 'of it above the yardstick'), '–')
  const machine = {
    date: '',
    commit: '',
    cpu: '',
    memoryGigabytes: 1,
    kernel: '',
    node: '',
    workerd: '',
    yjs: '',
  }
  const report = reportOf({ machine, quick: false, rows }, [scenario('rooms-1000')])
  assert.ok(report.includes('- syncforge (native): growth per idle room workerd 700 kB, node -180 kB;'), report)
})
