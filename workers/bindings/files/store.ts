/** Where the bytes of attached files lie on this server. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Env } from '../env.ts'
import { bucketStore } from './bucket.ts'
import type { FileStore } from './file-store.ts'
import { folderStore } from './folder.ts'

/** @throws RoomError UNAVAILABLE where none is set up */
export const fileStore = ({ FILES, FILES_FOLDER }: Pick<Env, 'FILES' | 'FILES_FOLDER'>): FileStore => {
  if (FILES !== undefined) return bucketStore(FILES)
  if (FILES_FOLDER !== undefined) return folderStore(FILES_FOLDER)
  throw new RoomError('UNAVAILABLE', 'This server keeps no files: it has neither a bucket nor a folder for them')
}
