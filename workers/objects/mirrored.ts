/** Rooms' copies as the tables across rooms take them: a thread, a block of the chat, a record with its past, a checklist, some schedules, some entries of a feed. */
import type { ChatMessage } from '@syncforge/protocol/chat'
import type { ChecklistItem } from '@syncforge/protocol/checklists'
import type { FeedEntry } from '@syncforge/protocol/feeds'
import type { TextRecord } from '@syncforge/protocol/records'
import type { Schedule } from '@syncforge/protocol/schedules'
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
import { type MirroredFeed, type MirroredSchedules, putFeeds, putSchedules } from '../db/queries/mirrored/events.ts'

/** A copy as a room sends it. */
interface Copy {
  readonly kind: string
  readonly key: string
  readonly sequence: number
  readonly bytes: Uint8Array
}

/** Messages are copied with when they were removed. */
type CopiedMessage = ChatMessage & Pick<MirroredMessage, 'removedAt'>

const read = <T>({ bytes }: Pick<Copy, 'bytes'>) => JSON.parse(new TextDecoder().decode(bytes)) as T

const toMessages = (item: Copy): readonly MirroredMessage[] =>
  read<readonly CopiedMessage[]>(item).map(
    ({ id, sequence, by, body, mentions, replyTo, at, editedAt, removedAt }) => ({
      revision: item.sequence,
      ...{ id, sequence, by, body, mentions, replyTo, at, editedAt, removedAt },
    }),
  )

const nobody = { userId: '', verified: false, name: '' }

const toRecord = (item: Copy): MirroredRecord => {
  const { gone, versions } = read<{ readonly gone: number; readonly versions: readonly TextRecord[] }>(item)
  const [first, ...others] = versions
  const head = { revision: item.sequence, key: item.key }
  if (first === undefined) return { ...head, version: gone, bytes: 0, by: nobody, at: Date.now(), isRemoved: true }
  const newest = others.reduce((last, one) => (one.version > last.version ? one : last), first)
  const { version, bytes, by, at } = newest
  return { ...head, version, bytes, by, at, isRemoved: false }
}

const toChecklist = (item: Copy): MirroredChecklist => {
  const { changedAt, items } = read<{ readonly changedAt: number; readonly items: readonly ChecklistItem[] }>(item)
  const open = items.filter(({ done }) => done === null)
  const dueAt = open.reduce<number | null>(
    (first, one) => (one.dueAt !== null && (first === null || one.dueAt < first) ? one.dueAt : first),
    null,
  )
  const [all, done] = [items.length, items.length - open.length]
  return { revision: item.sequence, list: item.key, items: all, done, dueAt, changedAt }
}

const toSchedules = (item: Copy): MirroredSchedules => ({
  revision: item.sequence,
  piece: item.key,
  schedules: read<readonly Schedule[]>(item),
})

/** The newest entry of each feed: several copies may be of one, and one that was emptied says nothing. */
const toFeeds = (items: readonly Copy[]): readonly MirroredFeed[] => {
  const feeds = new Map<string, MirroredFeed>()
  for (const item of items) {
    const [feed = ''] = item.key.split('#')
    for (const { sequence, at } of read<readonly FeedEntry[]>(item))
      if (sequence > (feeds.get(feed)?.last ?? 0)) feeds.set(feed, { feed, last: sequence, lastAt: at })
  }
  return [...feeds.values()]
}

/** Kinds of copies of which there are tables. */
export const kindsAcross = ['comments', 'chat', 'records', 'checklists', 'schedules', 'feeds'] as const

/** Kinds of which there is no table are left alone. */
export const putAcross = async (db: Database, room: RegisteredRoom, items: readonly Copy[]): Promise<void> => {
  const of = (kind: (typeof kindsAcross)[number]) => items.filter((item) => item.kind === kind)
  const threads = of('comments').map((item) => read<MirroredThread>(item))
  if (threads.length > 0) await putComments(db, room, threads)
  await putMessages(db, room, of('chat').flatMap(toMessages))
  await putRecords(db, room, of('records').map(toRecord))
  await putChecklists(db, room, of('checklists').map(toChecklist))
  await putSchedules(db, room, of('schedules').map(toSchedules))
  await putFeeds(db, room, toFeeds(of('feeds')))
}
