/** What a place for attached files does: one small interface, a bucket when deployed, a folder on one machine. */

export interface FileStore {
  /** Stores exactly `bytes` bytes, or nothing when `body` fails or has others. @throws Error */
  put(place: string, body: ReadableStream<Uint8Array>, bytes: number): Promise<void>
  /** `null`: there is no such file. */
  get(place: string): Promise<{ readonly body: ReadableStream<Uint8Array>; readonly bytes: number } | null>
  remove(places: readonly string[]): Promise<void>
}
