// Owns what is measured of the REST API: reads and writes at a pace, what the check of a key or a token costs, and how exact the limit is.

import { markdownTable } from '../report/table.ts'
import type { Verdict } from '../report/targets.ts'
import type { BenchServer } from '../servers/server.ts'
import { syncforgeWith } from '../servers/syncforge.ts'
import { type Call, paced, send } from './calls.ts'

const perSecond = 200
const rooms = 50

const roomOf = (index: number) => `/api/v1/rooms/rest-${index % rooms}`

/** Yjs: the letter `a` at the beginning of the text `t`, by a client of its own. */
const updateOf = (index: number) => {
  const id = index + 16_384
  const client = [(id & 127) | 128, ((id >> 7) & 127) | 128, id >> 14]
  return Uint8Array.from([1, 1, ...client, 0, 4, 1, 1, 116, 1, 97, 0])
}

const loads: readonly { readonly name: string; readonly p95MaxMs: number; call(index: number): Call }[] = [
  { name: 'read a room', p95MaxMs: 25, call: (index) => ({ path: roomOf(index) }) },
  { name: 'list 20 rooms', p95MaxMs: 25, call: () => ({ path: '/api/v1/rooms?limit=20' }) },
  { name: 'read a document', p95MaxMs: 25, call: (index) => ({ path: `${roomOf(index)}/document` }) },
  {
    name: 'create a room',
    p95MaxMs: 60,
    call: (index) => ({ method: 'POST', path: '/api/v1/rooms', json: { name: `made ${index}` } }),
  },
  {
    name: 'change a room',
    p95MaxMs: 60,
    call: (index) => ({ method: 'PATCH', path: roomOf(index), json: { metadata: { index } } }),
  },
  {
    name: 'update a document',
    p95MaxMs: 60,
    call: (index) => ({ method: 'POST', path: `${roomOf(index)}/document/update`, body: updateOf(index) }),
  },
  {
    name: 'sign a token',
    p95MaxMs: 60,
    call: (index) => ({
      method: 'POST',
      path: '/api/v1/tokens',
      json: { userId: `u${index}`, rooms: { a: ['read'] } },
    }),
  },
]

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** What a check adds to the answer of a socket's address that is asked without an upgrade: it is refused at once, or after the check. */
const checkCosts = async (origin: string, times: number) => {
  const answer = await fetch(`${origin}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_dev_syncforge', 'content-type': 'application/json' },
    body: JSON.stringify({ userId: 'u', rooms: { a: ['read'] } }),
  })
  const { token } = (await answer.json()) as { token: string }
  const tokens = ['', 'pk_dev_syncforge', token]
  const spent: number[][] = tokens.map(() => [])
  // In turns, so that whatever else the machine does meets all of them alike.
  for (let index = 0; index < times * tokens.length; index += 1) {
    const kind = index % tokens.length
    const startedAt = performance.now()
    await send(origin, { path: `/v1/rooms/a/socket?token=${tokens[kind]}` })
    spent[kind]?.push(performance.now() - startedAt)
  }
  const [bare = Number.NaN, key = Number.NaN, signed = Number.NaN] = spent.map(median)
  return { keyMs: key - bare, tokenMs: signed - bare }
}

const servedBy = async <T>(server: BenchServer, use: (origin: string) => Promise<T>): Promise<T> => {
  const running = await server.start()
  try {
    return await use(new URL(running.url('a').replace('ws:', 'http:')).origin)
  } finally {
    await running.stop()
  }
}

const verdict = (target: string, wanted: string, measured: string, kept: boolean): Verdict => ({
  target,
  wanted,
  measured,
  verdict: kept ? 'pass' : 'fail',
})

const measureLoads = (quick: boolean) =>
  servedBy(syncforgeWith({ REQUESTS_PER_MINUTE: '10000' }), async (origin) => {
    for (let index = 0; index < rooms; index += 1) {
      await send(origin, { method: 'POST', path: '/api/v1/rooms', json: { id: `rest-${index}` } })
      await send(origin, { method: 'POST', path: `${roomOf(index)}/document/update`, body: updateOf(index) })
    }
    const found: Verdict[] = []
    const count = perSecond * (quick ? 3 : 6)
    for (const { name, p95MaxMs, call } of loads) {
      await paced(origin, perSecond, perSecond / 2, call)
      const { percentiles, failed, perSecond: reached } = await paced(origin, perSecond, count, call)
      const p95Ms = percentiles?.p95Ms ?? Number.NaN
      const measured = `P50 ${percentiles?.p50Ms.toFixed(1)}, P95 ${p95Ms.toFixed(1)} ms at ${reached.toFixed(0)}/s, ${failed} failed`
      found.push(
        verdict(`REST: ${name}`, `P95 < ${p95MaxMs} ms at ${perSecond}/s`, measured, p95Ms < p95MaxMs && failed === 0),
      )
    }
    const { keyMs, tokenMs } = await checkCosts(origin, quick ? 500 : 2_000)
    found.push(verdict('check of a key', '< 1 ms', `${keyMs.toFixed(2)} ms`, keyMs < 1))
    found.push(verdict('check of a token', '< 1 ms', `${tokenMs.toFixed(2)} ms`, tokenMs < 1))
    return found
  })

const measureLimit = () =>
  servedBy(syncforgeWith({ REQUESTS_PER_MINUTE: '' }), async (origin) => {
    const statuses: number[] = []
    const lane = async () => {
      while (statuses.length < 1_300) statuses.push(await send(origin, { path: '/api/v1/nothing' }))
    }
    await Promise.all(Array.from({ length: 20 }, lane))
    const allowed = statuses.filter((status) => status !== 429).length
    return verdict('requests of a key in a minute', '1,000 ± 0', `${allowed} of ${statuses.length}`, allowed === 1_000)
  })

/** Every promise about the REST API, and whether it was kept. */
export const measureRest = async (quick: boolean): Promise<readonly Verdict[]> => [
  ...(await measureLoads(quick)),
  await measureLimit(),
]

export const restTable = (verdicts: readonly Verdict[]): string =>
  markdownTable(
    ['REST', 'wanted', 'measured', 'verdict'],
    verdicts.map(({ target, wanted, measured, verdict }) => [target, wanted, measured, verdict]),
  )
