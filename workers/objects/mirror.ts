/** The rooms' way to Postgres and back: stores what they mirror, returns it to a room that has lost it. Reached by Durable Objects of this worker only. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { RoomName } from '../../durable-objects/room/admission.ts'
import type { CopyPosition, MirrorBatch, MirrorTarget, RestorePage } from '../../durable-objects/room/mirror/target.ts'
import { databaseOf } from '../bindings/database.ts'
import type { Env } from '../bindings/env.ts'
import {
  isRegistered,
  putRoomCopies,
  putRoomFacts,
  type RoomCopy,
  readRoomCopies,
} from '../db/queries/mirrored/copies.ts'
import { putAcross } from './mirrored.ts'

/** A page may hold one copy that is larger; a call between workers carries at most 32 MiB. */
const pageMaxBytes = 8 * 1024 * 1024

const digestOf = async (bytes: Uint8Array): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64')

/** @throws Error when the bytes are not those that were stored */
const requireWhole = async ({ kind, key, bytes, digest }: RoomCopy): Promise<void> => {
  if ((await digestOf(bytes)) !== digest) throw new Error(`the copy of ${kind} ${key} is damaged: its digest differs`)
}

export class Mirror extends WorkerEntrypoint<Env> implements MirrorTarget {
  async accept({ room, items, facts }: MirrorBatch): Promise<boolean> {
    const db = databaseOf(this.env)
    const copies = await Promise.all(items.map(async (item) => ({ ...item, digest: await digestOf(item.bytes) })))
    const hasCopies = copies.length > 0 && (await putRoomCopies(db, room, copies))
    const hasFacts = facts.length > 0 && (await putRoomFacts(db, room, facts))
    // Either what is there is newer, or there is no such room.
    if (!hasCopies && !hasFacts && !(await isRegistered(db, room))) return false
    await putAcross(db, room, items)
    return true
  }

  async restore(room: RoomName, after: CopyPosition | null): Promise<RestorePage | null> {
    const page = await readRoomCopies(databaseOf(this.env), room, after, pageMaxBytes)
    for (const copy of page?.copies ?? []) await requireWhole(copy)
    return page
  }
}
