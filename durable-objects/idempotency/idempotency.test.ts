/** Calls that are sent again, at once and later, through sleeps and crashes. */
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test, vi } from 'vitest'
import type { Idempotency } from './idempotency.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      IDEMPOTENCY: DurableObjectNamespace<Idempotency>
    }
  }
}

const fresh = () => env.IDEMPOTENCY.getByName(createId('req'))
type Stub = ReturnType<typeof fresh>
const hour = 3_600_000
const answer = Uint8Array.of(1, 2, 3)

/** Inside the object, with the clock moved on. */
const later = <T>(stub: Stub, ms: number, work: (object: Idempotency) => Promise<T> | T) =>
  runInDurableObject(stub, async (object) => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + ms)
    try {
      return await work(object)
    } finally {
      clock.mockRestore()
    }
  })

test('[IK1] of fifty at once one runs, and the others get what it came to', async () => {
  const stub = fresh()
  const begun = Array.from({ length: 50 }, () => stub.begin('key', 'a'))
  const first = await Promise.race(begun)
  expect(first).toEqual({ kind: 'run', attempt: 1 })
  await stub.finish('key', 1, answer)
  const all = await Promise.all(begun)
  expect(all.filter(({ kind }) => kind === 'run')).toHaveLength(1)
  expect(all.filter(({ kind }) => kind === 'done')).toHaveLength(49)
  expect(all.at(-1)).toEqual({ kind: 'done', answer })
})

test('[IK2] what was done is answered for a day, through a sleep and a crash; another request under the key is told so', async () => {
  const stub = fresh()
  await stub.begin('key', 'a')
  await stub.finish('key', 1, answer)
  await evictDurableObject(stub)
  expect(await stub.begin('key', 'a')).toEqual({ kind: 'done', answer })
  await abortAllDurableObjects()
  const again = env.IDEMPOTENCY.get(stub.id)
  expect(await again.begin('key', 'b')).toEqual({ kind: 'reused' })
  expect(await again.begin('other key', 'b')).toEqual({ kind: 'run', attempt: 1 })
  expect(await later(again, 23.9 * hour, (object) => object.begin('key', 'a'))).toEqual({ kind: 'done', answer })
  expect(await later(again, 24.1 * hour, (object) => object.begin('key', 'b'))).toMatchObject({ kind: 'run' })
})

test('[IK3] one that came to nothing runs again at once, with another request too; one that ended without a word after its time', async () => {
  const stub = fresh()
  await stub.begin('key', 'a')
  const waiting = stub.begin('key', 'a')
  await stub.release('key', 1)
  expect(await waiting).toMatchObject({ kind: 'run' })
  await stub.release('key', 1)
  expect(await stub.begin('key', 'b')).toMatchObject({ kind: 'run' })
  expect(await later(stub, 140_000, (object) => object.begin('key', 'a'))).toEqual({ kind: 'reused' })
  const taken = await later(stub, 151_000, (object) => object.begin('key', 'b'))
  expect(taken).toEqual({ kind: 'run', attempt: 2 })
  // What the first one says now is about nothing any more.
  await stub.finish('key', 1, answer)
  await stub.release('key', 1)
  expect(await later(stub, 151_000, (object) => object.begin('key', 'x'))).toEqual({ kind: 'reused' })
})

test('[IK1] nobody waits for long, nor do many', async () => {
  const stub = fresh()
  await stub.begin('key', 'a')
  const many = Array.from({ length: 101 }, () => stub.begin('key', 'a'))
  expect(await Promise.race(many)).toEqual({ kind: 'busy' })
  const startedAt = Date.now()
  expect((await Promise.all(many)).every(({ kind }) => kind === 'busy')).toBe(true)
  expect(Date.now() - startedAt).toBeGreaterThan(5_000)
}, 30_000)

test('[IK4] nothing stays of what is over, and what is not over does', async () => {
  const stub = fresh()
  await stub.begin('key', 'a')
  await stub.finish('key', 1, answer)
  expect(await runDurableObjectAlarm(stub)).toBe(true)
  expect(await stub.begin('key', 'a')).toEqual({ kind: 'done', answer })
  await later(stub, 25 * hour, (object) => object.alarm())
  expect(await stub.begin('key', 'b')).toEqual({ kind: 'run', attempt: 1 })
})
