/** The store that the files of rooms lie in, as the organization's object reaches it. */
import type { FileTarget } from '../../room/files/target.ts'

export type FileStore = Pick<FileTarget, 'remove'>

/** The worker's own entry point `Files`; a worker without one has no files. */
export const fileStoreOf = (state: DurableObjectState): FileStore | undefined =>
  (state as { readonly exports?: { readonly Files?: FileStore } }).exports?.Files
