/** The organization's object, as a room sees it that tells what has happened. */
import type { EndpointEvent } from '../../endpoint/admission.ts'
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

export interface FactTarget {
  /** Resolves when all of it is stored; what it has had before changes nothing. */
  takeFacts(batch: FactBatch): Promise<void>
  /** These happened, and are no facts. Whether an endpoint may want to hear of such. */
  tellWebhooks(organizationId: string, events: readonly EndpointEvent[]): Promise<boolean>
}

interface Exports {
  readonly exports?: { readonly Organization?: { getByName(name: string): FactTarget } }
}

/** Whether there are organizations' objects in this worker at all. */
export const hasFactTarget = (state: DurableObjectState): boolean =>
  (state as Exports).exports?.Organization !== undefined

export const factTargetOf = (state: DurableObjectState, organizationId: string): FactTarget | undefined =>
  (state as Exports).exports?.Organization?.getByName(organizationId)
