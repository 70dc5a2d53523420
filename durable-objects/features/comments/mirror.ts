/**
 * Copies of comments for Postgres: one piece for each thread with everything in it, one for each person with their read marks. Owns table
 * `comments_mirror`, which says what Postgres has.
 */
import type { Attachment } from '@syncforge/protocol/attachments'
import type { CommentBody } from '@syncforge/protocol/comment-body'
import type { Comment, Thread } from '@syncforge/protocol/comments'
import type { Contract } from '@syncforge/protocol/contract'
import type { Person } from '@syncforge/protocol/person'
import type { Announcement, Branching, MirrorItem, MirrorSource, RoomContext, RoomFiles } from '../../room/feature.ts'
import type { AnchorRows, KeptAnchor } from './anchors/rows.ts'
import type { CommentRows } from './comment-rows.ts'
import type { People } from './people.ts'
import type { Threads } from './threads.ts'

/** A thread as it travels: to Postgres, to a fork and back. */
export interface WholeThread {
  readonly revision: number
  readonly thread: Thread
  readonly comments: readonly Comment[]
  readonly past: readonly {
    readonly comment: string
    readonly body: CommentBody
    readonly text: string
    readonly at: number
  }[]
  readonly anchor: KeptAnchor | null
  /** Where the files of its comments lie. A copy of before there were any has none. */
  readonly files?: readonly (Attachment & { readonly place: string })[]
}

export interface WholeThreads {
  read(id: string): WholeThread | null
  /** Writes what is not here, and what is newer than what is here. Returns whether anything was. */
  write(whole: WholeThread): boolean
}

interface Parts {
  readonly people: People
  readonly threads: Threads
  readonly rows: CommentRows
  readonly anchors: AnchorRows
  readonly files: RoomFiles
}

const pageMax = 1_000

const isWanted = (fileId: string, comments: readonly Comment[]) =>
  comments.some(({ attachments = [] }) => attachments.some(({ id }) => id === fileId))

export const createWholeThreads = ({ people, threads, rows, anchors, files }: Parts): WholeThreads => {
  const personId = (author: Thread['author']) => people.idOf(author)
  const pastOf = (id: string) => rows.history(id).map((said) => ({ comment: id, ...said }))

  const read: WholeThreads['read'] = (id) => {
    const found = threads.find(id)
    if (found === null) return null
    const comments: Comment[] = []
    for (let hasMore = true; hasMore; ) {
      const page = rows.page(id, { after: comments.at(-1)?.sequence ?? 0, limit: pageMax })
      comments.push(...page.comments)
      hasMore = page.hasMore
    }
    const past = comments.filter(({ editedAt }) => editedAt !== null).flatMap((comment) => pastOf(comment.id).reverse())
    const held = comments
      .flatMap(({ attachments }) => attachments)
      .flatMap((file) => {
        const place = files.placeOf(file.id)
        return place === null ? [] : [{ ...file, place }]
      })
    return { revision: found.revision, thread: found.head, comments, past, anchor: anchors.find(id), files: held }
  }

  const stamp = ({ editedAt, deletedAt, createdAt }: Comment) => Math.max(editedAt ?? 0, deletedAt ?? 0, createdAt)

  return {
    read,
    write({ revision, thread, comments, past, anchor, files: held = [] }) {
      const mine = threads.find(thread.id)
      let isChanged = mine === null
      for (const comment of comments) {
        const had = rows.find(comment.id)?.comment
        if (had !== undefined && (had.deletedAt !== null || stamp(had) >= stamp(comment))) continue
        isChanged = true
        if (comment.deletedAt !== null) for (const { id } of had?.attachments ?? []) files.drop(id)
        // In a room that went on by itself the number is taken: it gets the next.
        rows.restore(comment, personId(comment.author))
        for (const { emoji, people: reacting } of comment.reactions) {
          for (const person of reacting) {
            const name = person.userId
            rows.react(comment.id, emoji, people.idOf({ ...person, userInfo: { name } }), true)
          }
        }
      }
      for (const { place, ...file } of held) if (isWanted(file.id, comments)) files.adopt(file, place)
      const kept = new Set(comments.map(({ id }) => id))
      for (const { comment, body, text, at } of past) if (kept.has(comment)) rows.restorePast(comment, body, text, at)
      if (!isChanged && (mine === null || mine.revision >= revision)) return false
      if (mine === null) threads.create(thread, personId(thread.author))
      const last = rows.lastOf(thread.id)
      const living = rows.livingOf(thread.id)
      threads.put({ ...thread, activity: last, comments: living, isDeleted: living === 0 })
      if (anchor !== null) anchors.put(anchor)
      threads.setRevision(thread.id, Math.max(revision, (mine?.revision ?? 0) + 1))
      return true
    },
  }
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const decode = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as unknown

interface Marked {
  readonly name: string
  readonly marks: readonly (readonly [thread: string, sequence: number])[]
}

/** Kinds are restored in the order of their names: marks after what they mark. */
const threadKind = 'comments'
const personKind = 'comments.person'

const keyOfPerson = "(CASE verified WHEN 1 THEN 'true:' ELSE 'false:' END || user_id)"
const personOf = (key: string): Person => ({
  verified: key.startsWith('true:'),
  userId: key.slice(key.indexOf(':') + 1),
})

export const createCommentMirrors = (
  { sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>,
  whole: WholeThreads,
  people: People,
): readonly MirrorSource[] => {
  const changed = (kind: string, table: string, key: string) => (): readonly string[] =>
    hasTables()
      ? sql
          .exec<{ key: string }>(
            `SELECT ${key} AS key FROM ${table} WHERE revision >
              COALESCE((SELECT revision FROM comments_mirror AS copy WHERE kind = ? AND copy.key = ${key}), 0)`,
            kind,
          )
          .toArray()
          .map((row) => row.key)
      : []
  const confirm = ({ kind, key, sequence }: Pick<MirrorItem, 'kind' | 'key' | 'sequence'>) =>
    void sql.exec(
      'INSERT INTO comments_mirror VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET revision = MAX(revision, excluded.revision)',
      kind,
      key,
      sequence,
    )
  return [
    {
      kind: threadKind,
      changed: changed(threadKind, 'comments_thread', 'comments_thread.id'),
      read(key) {
        const found = whole.read(key)
        return found === null ? null : { kind: threadKind, key, sequence: found.revision, bytes: encode(found) }
      },
      confirm,
      restore(copy) {
        whole.write(decode(copy.bytes) as WholeThread)
        confirm(copy)
      },
    },
    {
      kind: personKind,
      changed: changed(personKind, 'comments_person', keyOfPerson),
      read(key) {
        const id = people.find(personOf(key))
        const [row] = sql
          .exec<{ name: string; revision: number }>('SELECT name, revision FROM comments_person WHERE id = ?', id)
          .toArray()
        if (row === undefined) return null
        const marks = sql
          .exec<{ thread: string; sequence: number }>('SELECT thread, sequence FROM comments_mark WHERE person = ?', id)
          .toArray()
          .map(({ thread, sequence }) => [thread, sequence] as const)
        const content: Marked = { name: row.name, marks }
        return { kind: personKind, key, sequence: row.revision, bytes: encode(content) }
      },
      confirm,
      restore(copy) {
        const { name, marks } = decode(copy.bytes) as Marked
        const id = people.idOf({ ...personOf(copy.key), userInfo: { name } })
        for (const [thread, marked] of marks)
          sql.exec('INSERT OR REPLACE INTO comments_mark VALUES (?, ?, ?)', id, thread, marked)
        sql.exec('UPDATE comments_person SET revision = MAX(revision, ?) WHERE id = ?', copy.sequence, id)
        confirm(copy)
      },
    },
  ]
}

/** Threads on their way to a fork and back; those on words of a document go with it. */
export const createThreadBranching = (
  { sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>,
  whole: WholeThreads,
  changed: (id: string) => Announcement<Contract>,
): Branching => {
  // Both sides may have gone on by as many changes: what tells is when, and what was said.
  const all = () =>
    hasTables()
      ? sql
          .exec<{ id: string; document: string | null; mark: string }>(
            `SELECT id, document, json_array(status, anchor, metadata, last_at, text, comments, (
                SELECT SUM(created_at + COALESCE(edited_at, 0) + COALESCE(deleted_at, 0)) FROM comments_comment WHERE thread = comments_thread.id
              )) AS mark FROM comments_thread ORDER BY activity`,
          )
          .toArray()
      : []
  return {
    *known() {
      for (const { id, mark } of all()) yield { key: id, about: null, bytes: encode(mark) }
    },
    *pack({ keys, known }) {
      for (const { id, document, mark } of all()) {
        const there = known.get(id)
        if (keys !== null && (document === null || !keys.includes(document))) continue
        if (there !== undefined && decode(there) === mark) continue
        const found = whole.read(id)
        if (found !== null) yield { key: id, about: null, bytes: encode(found) }
      }
    },
    unpack({ key, bytes }) {
      const isChanged = whole.write(decode(bytes) as WholeThread)
      return { changed: isChanged, frames: [], facts: [], announce: isChanged ? [changed(key)] : [] }
    },
  }
}
