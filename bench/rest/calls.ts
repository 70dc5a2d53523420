// Owns calls to the REST API of a server under test: one at a time, or at an even pace whatever the answers take.
import { Latencies, type Percentiles } from '../load/latencies.ts'

const secretKey = 'sk_dev_syncforge'

export interface Call {
  readonly method?: string
  readonly path: string
  readonly json?: unknown
  readonly body?: Uint8Array<ArrayBuffer>
}

/** The status; the answer is read to its end, for until then it has not come. */
export const send = async (origin: string, { method = 'GET', path, json, body }: Call): Promise<number> => {
  const type = body === undefined ? 'application/json' : 'application/octet-stream'
  const payload = body ?? (json === undefined ? undefined : JSON.stringify(json))
  const answer = await fetch(`${origin}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${secretKey}`,
      ...(payload === undefined ? {} : { 'content-type': type }),
    },
    ...(payload === undefined ? {} : { body: payload }),
  })
  await answer.arrayBuffer()
  return answer.status
}

export interface Paced {
  readonly percentiles: Percentiles | undefined
  readonly failed: number
  readonly perSecond: number
}

/** `count` calls begun at an even pace: one that is slow keeps none waiting. */
export const paced = async (
  origin: string,
  perSecond: number,
  count: number,
  call: (index: number) => Call,
): Promise<Paced> => {
  const latencies = new Latencies()
  const startedAt = performance.now()
  let failed = 0
  const all: Promise<void>[] = []
  for (let index = 0; index < count; index += 1) {
    const dueAt = startedAt + (index * 1_000) / perSecond
    const waitMs = dueAt - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    // From when it was due: what the generator is late counts as well.
    const one = send(origin, call(index)).then((status) => {
      if (status >= 400) failed += 1
      latencies.add(performance.now() - dueAt)
    })
    all.push(one)
  }
  await Promise.all(all)
  return { percentiles: latencies.percentiles(), failed, perSecond: count / ((performance.now() - startedAt) / 1_000) }
}
