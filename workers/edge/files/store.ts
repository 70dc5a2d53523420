/** Where the bytes of attached files lie: one small interface, a bucket when deployed, a folder on one machine. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Env } from '../env.ts'
import { bucketStore } from './bucket.ts'
import { folderStore } from './folder.ts'

export interface FileStore {
  /** Stores exactly `bytes` bytes, or nothing when `body` fails or has others. @throws Error */
  put(place: string, body: ReadableStream<Uint8Array>, bytes: number): Promise<void>
  /** `null`: there is no such file. */
  get(place: string): Promise<{ readonly body: ReadableStream<Uint8Array>; readonly bytes: number } | null>
  remove(places: readonly string[]): Promise<void>
}

/** @throws RoomError UNAVAILABLE where none is set up */
export const fileStore = ({ FILES, FILES_FOLDER }: Pick<Env, 'FILES' | 'FILES_FOLDER'>): FileStore => {
  if (FILES !== undefined) return bucketStore(FILES)
  if (FILES_FOLDER !== undefined) return folderStore(FILES_FOLDER)
  throw new RoomError('UNAVAILABLE', 'This server keeps no files: it has neither a bucket nor a folder for them')
}
