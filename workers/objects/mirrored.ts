/** Rooms' copies as the tables across rooms take them: a thread, a block of the chat, a record with its past, a checklist. */
import type { ChecklistItem } from '@syncforge/protocol/checklists'
import type { StoredMessage } from '../../durable-objects/features/chat/messages.ts'
import type { StoredVersion } from '../../durable-objects/features/records/versions.ts'
import type { MirrorItem } from '../../durable-objects/room/feature.ts'
import type { Database } from '../db/client.ts'
import { type MirroredThread, putComments } from '../db/queries/mirrored/comments.ts'
import {
  type MirroredChecklist,
  type MirroredMessage,
  type MirroredRecord,
  putChecklists,
  putMessages,
  putRecords,
} from '../db/queries/mirrored/content.ts'
import type { RegisteredRoom } from '../db/queries/mirrored/copies.ts'

const read = <T>({ bytes }: Pick<MirrorItem, 'bytes'>) => JSON.parse(new TextDecoder().decode(bytes)) as T

const toMessages = (item: MirrorItem): readonly MirroredMessage[] =>
  read<readonly StoredMessage[]>(item).map(
    ({ id, sequence, by, body, mentions, replyTo, at, editedAt, removedAt }) => ({
      revision: item.sequence,
      ...{ id, sequence, by, body, mentions, replyTo, at, editedAt, removedAt },
    }),
  )

const nobody = { userId: '', verified: false, name: '' }

const toRecord = (item: MirrorItem): MirroredRecord => {
  const { gone, versions } = read<{ readonly gone: number; readonly versions: readonly StoredVersion[] }>(item)
  const [first, ...others] = versions
  const head = { revision: item.sequence, key: item.key }
  if (first === undefined) return { ...head, version: gone, bytes: 0, by: nobody, at: Date.now(), isRemoved: true }
  const newest = others.reduce((last, one) => (one.version > last.version ? one : last), first)
  const { version, bytes, by, at } = newest
  return { ...head, version, bytes, by, at, isRemoved: false }
}

const toChecklist = (item: MirrorItem): MirroredChecklist => {
  const { changedAt, items } = read<{ readonly changedAt: number; readonly items: readonly ChecklistItem[] }>(item)
  const open = items.filter(({ done }) => done === null)
  const dueAt = open.reduce<number | null>(
    (first, one) => (one.dueAt !== null && (first === null || one.dueAt < first) ? one.dueAt : first),
    null,
  )
  const [all, done] = [items.length, items.length - open.length]
  return { revision: item.sequence, list: item.key, items: all, done, dueAt, changedAt }
}

/** Kinds of which there is no table are left alone. */
export const putAcross = async (db: Database, room: RegisteredRoom, items: readonly MirrorItem[]): Promise<void> => {
  const of = (kind: string) => items.filter((item) => item.kind === kind)
  const threads = of('comments').map((item) => read<MirroredThread>(item))
  if (threads.length > 0) await putComments(db, room, threads)
  await putMessages(db, room, of('chat').flatMap(toMessages))
  await putRecords(db, room, of('records').map(toRecord))
  await putChecklists(db, room, of('checklists').map(toChecklist))
}
