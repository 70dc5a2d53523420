/** The rooms' way to Postgres: takes what they mirror and stores it. Reached by Durable Objects of this worker only. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { MirrorBatch, MirrorTarget } from '../../durable-objects/room/mirror.ts'
import { putRoomCopy, putRoomFacts } from '../db/queries/mirror.ts'
import type { Env } from './env.ts'
import { databaseOf } from './records.ts'

export class Mirror extends WorkerEntrypoint<Env> implements MirrorTarget {
  async accept({ organizationId, roomId, items, facts }: MirrorBatch): Promise<void> {
    const db = databaseOf(this.env)
    for (const item of items) await putRoomCopy(db, organizationId, roomId, item)
    await putRoomFacts(db, organizationId, roomId, facts)
  }
}
