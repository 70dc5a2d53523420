/** Owns tables `chat_message` and `chat_reaction`: what was said, and what people made of it. Decides nothing. */
import type { ChatMessage } from '@syncforge/protocol/chat'
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { Person } from '@syncforge/protocol/person'
import type { Author } from '@syncforge/protocol/schemas'
import type { KnownPerson, Sql } from '../../room/feature.ts'

interface MessageRow extends Record<string, SqlStorageValue> {
  sequence: number
  id: string
  user_id: string
  verified: number
  name: string
  body: string
  mentions: string
  reply_to: string | null
  at: number
  edited_at: number | null
  removed_at: number | null
  agent: number
}

/** A message as it travels to Postgres and back. */
export interface StoredMessage extends ChatMessage {
  readonly nonce: string | null
  readonly removedAt: number | null
}

export interface NewMessage {
  readonly id: string
  readonly by: Author
  readonly body: string
  readonly mentions: readonly string[]
  readonly replyTo: string | null
  readonly nonce: string | null
}

const flag = (is: boolean) => (is ? 1 : 0)
const authorIn = (row: { user_id: string; verified: number; name: string; agent?: number }): Author => ({
  userId: row.user_id,
  name: row.name,
  verified: row.verified === 1,
  ...(row.agent === 1 ? { agent: true } : {}),
})

const utf8 = new TextEncoder()

type Said = Pick<NewMessage, 'body' | 'mentions'>
const nothing: Said = { body: '', mentions: [] }
const bytesOf = ({ body, mentions }: Said): number => utf8.encode(body + JSON.stringify(mentions)).length

export const createMessages = (sql: Sql) => {
  const reactionsOf = (ids: readonly string[]): ReadonlyMap<string, ChatMessage['reactions']> => {
    const found = new Map<string, ChatMessage['reactions']>()
    const rows = sql.exec<{ message: string; emoji: string; user_id: string; verified: number; name: string }>(
      'SELECT * FROM chat_reaction WHERE message IN (SELECT value FROM json_each(?)) ORDER BY at, rowid',
      JSON.stringify(ids),
    )
    for (const row of rows) {
      const reactions = found.get(row.message) ?? []
      const same = reactions.find(({ emoji }) => emoji === row.emoji)
      if (same === undefined) reactions.push({ emoji: row.emoji, by: [authorIn(row)] })
      else same.by.push(authorIn(row))
      found.set(row.message, reactions)
    }
    return found
  }
  const read = (rows: readonly MessageRow[]): ChatMessage[] => {
    const reactions = reactionsOf(rows.map(({ id }) => id))
    return rows.map((row) => ({
      id: row.id,
      sequence: row.sequence,
      at: row.at,
      by: authorIn(row),
      body: row.body,
      mentions: JSON.parse(row.mentions) as string[],
      replyTo: row.reply_to,
      editedAt: row.edited_at,
      isRemoved: row.removed_at !== null,
      reactions: reactions.get(row.id) ?? [],
    }))
  }
  const select = (where: string, ...values: readonly SqlStorageValue[]): ChatMessage[] =>
    read(sql.exec<MessageRow>(`SELECT * FROM chat_message ${where}`, ...values).toArray())
  const count = (where: string, ...values: readonly SqlStorageValue[]): number =>
    sql.exec<{ n: number }>(`SELECT COUNT(*) AS n FROM ${where}`, ...values).toArray()[0]?.n ?? 0
  const last = (): number =>
    sql.exec<{ last: number | null }>('SELECT MAX(sequence) AS last FROM chat_message').toArray()[0]?.last ?? 0

  /** Reading it looks at every row: once in a wake, and after whatever does not merely add. */
  let total: number | null = null
  const totalBytes = (): number => {
    total ??=
      sql
        .exec<{ bytes: number }>(
          'SELECT COALESCE(SUM(LENGTH(CAST(body AS BLOB)) + LENGTH(CAST(mentions AS BLOB))), 0) AS bytes FROM chat_message',
        )
        .toArray()[0]?.bytes ?? 0
    return total
  }
  /** Makes place for a message, or for what it says now instead. @throws RoomError LIMIT_EXCEEDED */
  const takePlace = (message: Said, instead: Said = nothing): void => {
    const max = limits.chatTotalMaxBytes
    const more = bytesOf(message) - bytesOf(instead)
    const before = totalBytes()
    if (more > 0 && before + more > max)
      throw new RoomError('LIMIT_EXCEEDED', `All messages of a room have at most ${max} bytes`, { maxBytes: max })
    total = before + more
  }

  const selectPeople = (query: string, ...values: readonly SqlStorageValue[]): KnownPerson[] =>
    sql
      .exec<Pick<MessageRow, 'user_id' | 'verified' | 'name'>>(query, ...values)
      .toArray()
      .map(authorIn)

  return {
    people: {
      // Of a person the name of the newest row: so SQLite reads a bare column beside MAX.
      called: (userId: string) =>
        selectPeople(
          'SELECT user_id, verified, name, MAX(at) FROM chat_message WHERE user_id = ? GROUP BY verified',
          userId,
        ),
      newest: (limit: number) =>
        selectPeople(
          `SELECT user_id, verified, name, MAX(sequence) AS last
          FROM (SELECT * FROM chat_message ORDER BY sequence DESC LIMIT ?) GROUP BY user_id, verified ORDER BY last DESC`,
          limit,
        ),
    },
    forget() {
      total = null
    },
    last,
    find: (id: string): ChatMessage | null => select('WHERE id = ?', id)[0] ?? null,
    withNonce: ({ userId, verified }: Person, nonce: string): ChatMessage | null =>
      select(
        'WHERE user_id = ? AND verified = ? AND nonce = ? ORDER BY sequence DESC',
        userId,
        flag(verified),
        nonce,
      )[0] ?? null,
    /** In order. */
    stored(from: number, to: number): StoredMessage[] {
      const kept = sql
        .exec<{ id: string; nonce: string | null; removed_at: number | null }>(
          'SELECT id, nonce, removed_at FROM chat_message WHERE sequence BETWEEN ? AND ? ORDER BY sequence',
          from,
          to,
        )
        .toArray()
      const besides = new Map(kept.map(({ id, nonce, removed_at: removedAt }) => [id, { nonce, removedAt }]))
      return select('WHERE sequence BETWEEN ? AND ? ORDER BY sequence', from, to).map((message) => ({
        ...message,
        nonce: besides.get(message.id)?.nonce ?? null,
        removedAt: besides.get(message.id)?.removedAt ?? null,
      }))
    },
    restore({
      id,
      sequence,
      at,
      by,
      body,
      mentions,
      replyTo,
      editedAt,
      nonce,
      removedAt,
      reactions,
    }: StoredMessage): void {
      total = null
      sql.exec(
        'INSERT OR REPLACE INTO chat_message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        sequence,
        id,
        by.userId,
        flag(by.verified),
        by.name,
        body,
        JSON.stringify(mentions),
        replyTo,
        nonce,
        at,
        editedAt,
        removedAt,
        flag(by.agent === true),
      )
      for (const { emoji, by: people } of reactions)
        for (const [index, { userId, verified, name }] of people.entries())
          sql.exec(
            'INSERT OR IGNORE INTO chat_reaction VALUES (?, ?, ?, ?, ?, ?)',
            id,
            emoji,
            userId,
            flag(verified),
            name,
            at + index,
          )
    },
    /** Those before a sequence, the oldest first. */
    page(before: number | null, limit: number): { messages: ChatMessage[]; hasMore: boolean } {
      const found = select('WHERE sequence < ? ORDER BY sequence DESC LIMIT ?', before ?? 2 ** 52, limit + 1)
      return { messages: found.slice(0, limit).reverse(), hasMore: found.length > limit }
    },
    unreadAfter: (sequence: number): number =>
      count('chat_message WHERE sequence > ? AND removed_at IS NULL', sequence),
    /** How many a person has sent since, by a clock that was not set back meanwhile. */
    sentSince: ({ userId, verified }: Person, since: number, now: number): number =>
      count(
        'chat_message WHERE user_id = ? AND verified = ? AND at > ? AND at <= ?',
        userId,
        flag(verified),
        since,
        now,
      ),
    /** @throws RoomError LIMIT_EXCEEDED */
    add({ id, by, body, mentions, replyTo, nonce }: NewMessage, now: number): void {
      takePlace({ body, mentions })
      sql.exec(
        `INSERT INTO chat_message (id, user_id, verified, name, body, mentions, reply_to, nonce, at, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        id,
        by.userId,
        flag(by.verified),
        by.name,
        body,
        JSON.stringify(mentions),
        replyTo,
        nonce,
        now,
        flag(by.agent === true),
      )
      const gone = last() - limits.chatMessagesPerRoom
      if (gone <= 0) return
      total = null
      sql.exec('DELETE FROM chat_reaction WHERE message IN (SELECT id FROM chat_message WHERE sequence <= ?)', gone)
      sql.exec('DELETE FROM chat_message WHERE sequence <= ?', gone)
    },
    /** @throws RoomError LIMIT_EXCEEDED */
    edit(was: ChatMessage, body: string, mentions: readonly string[], now: number): void {
      takePlace({ body, mentions }, was)
      sql.exec(
        'UPDATE chat_message SET body = ?, mentions = ?, edited_at = ? WHERE id = ?',
        body,
        JSON.stringify(mentions),
        now,
        was.id,
      )
    },
    remove(was: ChatMessage, now: number): void {
      takePlace(nothing, was)
      const { id } = was
      sql.exec("UPDATE chat_message SET body = '', mentions = '[]', removed_at = ? WHERE id = ?", now, id)
      sql.exec('DELETE FROM chat_reaction WHERE message = ?', id)
    },
    reactionsOn: (id: string): number => count('chat_reaction WHERE message = ?', id),
    hasReacted: (id: string, emoji: string, { userId, verified }: Person): boolean =>
      count(
        'chat_reaction WHERE message = ? AND emoji = ? AND user_id = ? AND verified = ?',
        id,
        emoji,
        userId,
        flag(verified),
      ) > 0,
    react: (id: string, emoji: string, { userId, verified, name }: Author, now: number): void =>
      void sql.exec(
        'INSERT OR IGNORE INTO chat_reaction VALUES (?, ?, ?, ?, ?, ?)',
        id,
        emoji,
        userId,
        flag(verified),
        name,
        now,
      ),
    unreact: (id: string, emoji: string, { userId, verified }: Person): void =>
      void sql.exec(
        'DELETE FROM chat_reaction WHERE message = ? AND emoji = ? AND user_id = ? AND verified = ?',
        id,
        emoji,
        userId,
        flag(verified),
      ),
  }
}

export type Messages = ReturnType<typeof createMessages>
