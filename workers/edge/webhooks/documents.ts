/** Tells an organization that documents were changed, when their copies are stored: seconds after an edit, without a row or a call for each of them. */
import type { EndpointEvent } from '../../../durable-objects/endpoint/admission.ts'
import type { RoomName } from '../../../durable-objects/room/admission.ts'
import type { MirrorItem } from '../../../durable-objects/room/feature.ts'
import type { Env } from '../env.ts'
import { organizationObject } from '../live/organization.ts'

/** The same for the same state of a document, however often its copy is stored. */
const idOf = async (room: RoomName, { key, sequence }: MirrorItem): Promise<string> => {
  const name = JSON.stringify([room.organizationId, room.roomId, room.createdAt, key, sequence])
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name)))
  return `evt_${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

export const tellDocuments = async (env: Env, room: RoomName, items: readonly MirrorItem[]): Promise<void> => {
  const at = Date.now()
  const events = await Promise.all(
    items
      .filter(({ kind }) => kind === 'document')
      .map(
        async (item): Promise<EndpointEvent> => ({
          id: await idOf(room, item),
          at,
          type: 'document.updated',
          data: { roomId: room.roomId, document: item.key, sequence: item.sequence },
        }),
      ),
  )
  if (events.length > 0) await organizationObject(env, room.organizationId).tellWebhooks(room.organizationId, events)
}
