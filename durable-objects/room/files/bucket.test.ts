/** Files in a bucket of R2, as this runtime has them: the store that a deployment is bound to. */
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { bucketStore, type FileBucket } from '../../../workers/bindings/files/bucket.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      FILES: FileBucket & { list(options: { prefix: string }): Promise<{ objects: readonly { key: string }[] }> }
    }
  }
}

const store = bucketStore(env.FILES)
const fresh = () => `org/room/${crypto.randomUUID()}`
const bytesOf = async (place: string) => {
  const found = await store.get(place)
  return found && { bytes: found.bytes, content: new Uint8Array(await new Response(found.body).arrayBuffer()) }
}
/** As the edge hands it on: of fixed length, in pieces. */
const send = async (place: string, pieces: readonly Uint8Array[], length: number) => {
  const { readable, writable } = new FixedLengthStream(length)
  const pump = async () => {
    const writer = writable.getWriter()
    for (const piece of pieces) await writer.write(piece)
    await writer.close()
  }
  const [pumped, put] = await Promise.allSettled([pump(), store.put(place, readable, length)])
  for (const each of [put, pumped]) if (each.status === 'rejected') throw each.reason
}

test('what is put into a bucket comes out again, byte for byte, and is gone once it was removed', async () => {
  const [one, two] = [fresh(), fresh()]
  const content = crypto.getRandomValues(new Uint8Array(60_000))
  await send(one, [content.subarray(0, 10), content.subarray(10)], content.length)
  await send(two, [Uint8Array.of(1, 2, 3)], 3)
  expect(await bytesOf(one)).toEqual({ bytes: content.length, content })
  await store.remove([one, fresh()])
  expect(await store.get(one)).toBe(null)
  expect(await bytesOf(two)).toEqual({ bytes: 3, content: Uint8Array.of(1, 2, 3) })
})

test('of a file that breaks off, or has fewer bytes than were said, a bucket keeps nothing', async () => {
  const place = fresh()
  await expect(send(place, [Uint8Array.of(1, 2, 3)], 4)).rejects.toThrow()
  expect(await store.get(place)).toBe(null)
})

test('more files than a bucket erases at once are erased', async () => {
  const folder = fresh()
  const places = Array.from({ length: 1_001 }, (_, n) => `${folder}/${n}`)
  // The last ones, and the first of each thousand.
  for (const place of [places[0]!, places[999]!, places[1_000]!]) await send(place, [Uint8Array.of(7)], 1)
  expect((await env.FILES.list({ prefix: folder })).objects).toHaveLength(3)
  await store.remove(places)
  expect((await env.FILES.list({ prefix: folder })).objects).toEqual([])
})
