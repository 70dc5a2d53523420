/** Erases organizations whose time to be brought back is over, room by room, inbox by inbox and endpoint by endpoint. Reached by their own Durable Objects only, which know when. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { ErasureTarget } from '../../durable-objects/organization/erasure.ts'
import { databaseOf } from '../bindings/database.ts'
import { endpointObject } from '../bindings/endpoint.ts'
import type { Env } from '../bindings/env.ts'
import { inboxObject } from '../bindings/inbox.ts'
import { graceOf, organizationObject } from '../bindings/organization.ts'
import { roomObject } from '../bindings/room.ts'
import { eraseOrganization, findOrganization, listRoomIds } from '../db/queries/organizations/organizations.ts'
import { deleteRoom } from '../db/queries/rooms.ts'
import { listWebhooks } from '../db/queries/webhooks.ts'

/** One call of a worker reaches so many others at most; what is left is done in the next. */
const roomsPerCall = 100
const roomsAtOnce = 10
const closeAgainMs = 60_000

export class Erasure extends WorkerEntrypoint<Env> implements ErasureTarget {
  async erase(organizationId: string): Promise<number | 'kept' | 'gone'> {
    const db = databaseOf(this.env)
    const graceMs = graceOf(this.env)
    const found = await findOrganization(db, organizationId)
    if (found === undefined) return 'gone'
    if (!found.deletedAt) return 'kept'
    const overAt = found.deletedAt.getTime() + graceMs
    if (overAt > Date.now()) return overAt
    const roomIds = await listRoomIds(db, organizationId, roomsPerCall)
    const queue = roomIds.values()
    const worker = async () => {
      for (const roomId of queue) {
        // The content first: with its record it is found again, without one never.
        await roomObject(this.env, organizationId, roomId).erase()
        await deleteRoom(db, organizationId, roomId)
      }
    }
    await Promise.all(Array.from({ length: roomsAtOnce }, worker))
    if (roomIds.length === roomsPerCall) return Date.now()
    const organization = organizationObject(this.env, organizationId)
    const userIds = await organization.inboxes(roomsPerCall)
    await Promise.all(userIds.map((userId) => inboxObject(this.env, { organizationId, userId }).erase()))
    if (userIds.length > 0) {
      await organization.forgetInboxes(userIds)
      return Date.now()
    }
    // What they were to send is sent to nobody any more.
    const webhooks = await listWebhooks(db, organizationId)
    await Promise.all(webhooks.map(({ id }) => endpointObject(this.env, id).erase()))
    // Nobody is left who could end what it pays for.
    if (!(await this.env.BILLING.close(organizationId)).ok) return Date.now() + closeAgainMs
    // Its clock is the database's own: what was brought back in this moment stays.
    return (await eraseOrganization(db, organizationId, graceMs)) ? 'gone' : Date.now() + 1_000
  }
}
