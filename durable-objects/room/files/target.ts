/** Those who keep files for rooms, as a room sees them: the organization's object knows which there are, an entry point of the worker reaches the store. */

/** What the organization's object does for its rooms. */
export interface FileKeeper {
  /** Erases from the store every file whose place begins with one of these: at once, or as soon as it can be reached. */
  dropFilesBelow(organizationId: string, places: readonly string[]): Promise<void>
}

/** The store, reached through a worker. */
export interface FileTarget {
  /** Whether there was something to copy. */
  copy(organizationId: string, from: string, to: string): Promise<boolean>
  remove(places: readonly string[]): Promise<void>
}

interface Exports {
  readonly exports?: {
    readonly Organization?: { getByName(name: string): FileKeeper }
    readonly Files?: FileTarget
  }
}

/** A worker without such objects has no files. */
export const fileKeeperOf = (state: DurableObjectState, organizationId: string): FileKeeper | undefined =>
  (state as Exports).exports?.Organization?.getByName(organizationId)

export const fileTargetOf = (state: DurableObjectState): FileTarget | undefined => (state as Exports).exports?.Files
