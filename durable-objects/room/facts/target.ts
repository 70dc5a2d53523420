/** The organization's object, as a room sees it that tells what has happened. */
import type { RoomName } from '../admission.ts'
import type { OutboxEntry } from './outbox.ts'

export interface FactBatch {
  readonly room: RoomName
  /** Of the room's storage: `(life, sequence)` names a fact for ever, and within a life sequences rise. */
  readonly life: string
  /** Of a room in memory: nothing of it may be written down by name. */
  readonly isEphemeral: boolean
  /** In order, none left out between them. */
  readonly entries: readonly OutboxEntry[]
}

/** The newest state of a document that was changed. */
export interface DocumentChange {
  readonly document: string
  readonly sequence: number
  /** When the first of the edits was made that it stands for. */
  readonly at: number
}

/** No facts: edits are none. */
export interface ChangeBatch {
  readonly room: RoomName
  /** `(life, sequence)` names a change for ever. */
  readonly life: string
  readonly changes: readonly DocumentChange[]
}

export interface FactTarget {
  /** Resolves when all of it is stored; what it has had before changes nothing. */
  takeFacts(batch: FactBatch): Promise<void>
  /** Whether a webhook of the room's may want to hear of what happens under this name. */
  hears(room: RoomName, type: string): Promise<boolean>
  /** Whether anybody may want to hear of changes. */
  documentsChanged(batch: ChangeBatch): Promise<boolean>
}

interface Exports {
  readonly exports?: { readonly Organization?: { getByName(name: string): FactTarget } }
}

/** Whether there are organizations' objects in this worker at all. */
export const hasFactTarget = (state: DurableObjectState): boolean =>
  (state as Exports).exports?.Organization !== undefined

export const factTargetOf = (state: DurableObjectState, organizationId: string): FactTarget | undefined =>
  (state as Exports).exports?.Organization?.getByName(organizationId)
