/**
 * Ten thousand organizations, or as many as ORGANIZATIONS says, all of them active: somebody comes into a room of each. Every one is counted, its
 * numbers go to Postgres by themselves, `/metrics` answers all the while, and what an organization takes in memory stays bounded. Prints what it measured.
 */
import { readFileSync } from 'node:fs'
import { subprotocol } from '@syncforge/protocol/version'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { totalCpuMicros, totalResidentBytes, usageOfTree } from '../../bench/measure/processes.ts'
import { copyDatabase } from '../kit/database.ts'
import { temporaryFolder } from '../kit/folder.ts'
import { queryStopped } from '../kit/mirrored.ts'
import { startServer } from '../kit/server.ts'

const count = Number(process.env.ORGANIZATIONS ?? 10_000)
const atOnce = 40
const token = 'a-token-for-metrics'
const megabyte = 2 ** 20
/** What the server takes for itself, and for `/metrics`, while it is waited for. */
const lookingMs = 10_000
const peakMaxMegabytes = 6_144

const numbers = `generate_series(1, ${count}) AS n`
const seeds = [
  `INSERT INTO organizations (id, name, slug, plan) SELECT 'org_many_' || n, 'many', 'many-' || n, 'pro' FROM ${numbers}`,
  `INSERT INTO rooms (organization_id, id, default_access, type, metadata, max_participants, grace_ms)
   SELECT 'org_many_' || n, 'room', 'write', 'document', '{}', 100, 0 FROM ${numbers}`,
  `INSERT INTO api_keys (id, organization_id, kind, hash, name, prefix)
   SELECT 'key_many_' || n, 'org_many_' || n, 'publishable', encode(sha256(convert_to('pk_test_many_' || n, 'UTF8')), 'hex'), 'k', 'pk_test' FROM ${numbers}`,
]

/** Not now, as a busy database has it: whoever comes tries again, as a client does. */
const comeAgain = 4_503
const againMs = 1_000
const triesMax = 60

/** Somebody comes into the room of one organization and goes again. What the socket was closed with. */
const visitOnce = (wsUrl: string, index: number) =>
  new Promise<number>((resolve, reject) => {
    const socket = new WebSocket(`${wsUrl}/v1/rooms/room/socket?token=pk_test_many_${index}`, subprotocol)
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', body: { userId: `ada-${index}` } })))
    socket.on('message', (data, isBinary) => {
      if (!isBinary && JSON.parse(String(data)).type === 'welcome') socket.close(1_000)
    })
    socket.on('close', resolve)
    socket.on('error', reject)
  })

/** How often they had to come again. */
const visit = async (wsUrl: string, index: number): Promise<number> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const code = await visitOnce(wsUrl, index)
    if (code === 1_000) return tries
    if (code !== comeAgain) throw new Error(`organization ${index}: ${code}`)
    await new Promise((resolve) => setTimeout(resolve, againMs))
  }
  throw new Error(`organization ${index} could not be entered`)
}

it(`${count} active organizations are counted, each of them, and /metrics answers meanwhile`, async () => {
  const dataDir = await temporaryFolder()
  await copyDatabase(dataDir)
  for (const seed of seeds) await queryStopped(dataDir, seed)
  const server = await startServer({ dataDir, env: { METRICS_TOKEN: token } })
  onTestFinished(() => server.stop())
  const answers: number[] = []
  /** What `/metrics` says now. */
  const read = async (name: string): Promise<number> => {
    const askedAt = performance.now()
    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
    const text = await answer.text()
    answers.push(performance.now() - askedAt)
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
  }
  const use = () => {
    const tree = usageOfTree(server.pid)
    return { cpuMicros: totalCpuMicros(tree), bytes: totalResidentBytes(tree) }
  }
  expect(await read('syncforge_organizations_count')).toBeGreaterThanOrEqual(count)
  const counted = await read('syncforge_mau_count')
  const before = use()
  let peakBytes = before.bytes
  const look = setInterval(() => {
    peakBytes = Math.max(peakBytes, use().bytes)
  }, 1_000)
  const scrape = setInterval(() => void read('syncforge_mau_count').catch(() => answers.push(Number.NaN)), 5_000)
  onTestFinished(() => {
    clearInterval(look)
    clearInterval(scrape)
  })

  const startedAt = Date.now()
  let next = 1
  let again = 0
  const lane = async () => {
    for (let mine = next++; mine <= count; mine = next++) again += await visit(server.wsUrl, mine)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  const cameMs = Date.now() - startedAt
  const came = use()
  const already = (await read('syncforge_mau_count')) - counted
  // Each goes to Postgres a minute after its first news; the page's own number is a few seconds old.
  await expect.poll(() => read('syncforge_mau_count'), { timeout: 600_000, interval: 2_000 }).toBe(counted + count)
  const rolledMs = Date.now() - startedAt - cameMs
  const rolled = use()
  const rollUps = Math.max(1, count - already)
  const perJoinMs = (came.cpuMicros - before.cpuMicros) / 1_000 / count
  // Whoever looks so often costs something as well.
  const perRollUpMs = Math.max(0, rolled.cpuMicros - came.cpuMicros - lookingMs * 1_000) / 1_000 / rollUps
  const kilobytesEach = (peakBytes - before.bytes) / 1_024 / count
  const sorted = answers.toSorted((a, b) => a - b)
  const p95Ms = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
  const tell = (target: string, wanted: string, measured: string, kept: boolean) =>
    console.log(JSON.stringify({ target, wanted, measured, kept }))
  tell(
    `${count} organizations active`,
    'every one counted',
    `in ${(cameMs / 1_000).toFixed(0)} s at ${perJoinMs.toFixed(0)} ms of CPU each (a room and an organization made anew), ${again} came again, the last in Postgres ${(rolledMs / 1_000).toFixed(0)} s later`,
    true,
  )
  tell(
    'a roll-up of an organization',
    'CPU < 25 ms',
    `${perRollUpMs.toFixed(1)} ms, its objects woken and all processes included`,
    perRollUpMs < 25,
  )
  tell(
    'memory of them all',
    `< ${peakMaxMegabytes} MB above an empty server`,
    `${((peakBytes - before.bytes) / megabyte).toFixed(0)} MB at most, ${kilobytesEach.toFixed(0)} kB each`,
    peakBytes - before.bytes < peakMaxMegabytes * megabyte,
  )
  tell(
    '/metrics meanwhile',
    'P95 < 5 s',
    `P95 ${p95Ms.toFixed(0)} ms of ${answers.length}, load of the machine ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}`,
    p95Ms < 5_000,
  )
  expect(answers.every((ms) => !Number.isNaN(ms))).toBe(true)
  expect(perRollUpMs).toBeLessThan(25)
  expect(peakBytes - before.bytes).toBeLessThan(peakMaxMegabytes * megabyte)
  expect(p95Ms).toBeLessThan(5_000)
}, 3_000_000)
