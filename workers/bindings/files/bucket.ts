/** Files in a bucket of R2. */
import type { FileStore } from './file-store.ts'

/** The share of `R2Bucket` that is used. */
export interface FileBucket {
  put(key: string, value: ReadableStream): Promise<unknown>
  get(key: string): Promise<{ readonly body: ReadableStream; readonly size: number } | null>
  delete(keys: string[]): Promise<void>
}

/** So many keys R2 deletes at once. */
const deletedAtOnce = 1_000

export const bucketStore = (bucket: FileBucket): FileStore => ({
  // R2 takes a stream only if it knows its length, which one of fixed length has; it keeps nothing of one that fails.
  put: async (place, body) => void (await bucket.put(place, body)),
  async get(place) {
    const found = await bucket.get(place)
    return found === null ? null : { body: found.body, bytes: found.size }
  },
  async remove(places) {
    for (let at = 0; at < places.length; at += deletedAtOnce) await bucket.delete(places.slice(at, at + deletedAtOnce))
  },
})
