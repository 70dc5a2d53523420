/**
 * Copies of the chat for Postgres: a piece for each block of a hundred messages, one for each person with how far they have read. Owns tables
 * `chat_block`, which counts the changes of each block, and `chat_copy`, which says what Postgres has.
 */
import { type Person, personKey } from '@syncforge/protocol/person'
import type { MirrorItem, MirrorSource, RoomContext, Sql } from '../../room/feature.ts'
import type { Messages, StoredMessage } from './messages.ts'
import type { Readers } from './readers.ts'

const messagesPerBlock = 100
/** Restored in the order of their names: who has read them after the messages. */
const blockKind = 'chat'
const personKind = 'chat.person'

const utf8 = new TextEncoder()
const decode = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as unknown

const keyOfPerson = "(CASE verified WHEN 1 THEN 'true:' ELSE 'false:' END || user_id)"
const personOf = (key: string): Person => ({
  verified: key.startsWith('true:'),
  userId: key.slice(key.indexOf(':') + 1),
})

export interface Blocks {
  /** A message has changed, with what is under it. In its transaction. */
  touch(sequence: number): void
}

export const createBlocks = (sql: Sql): Blocks => ({
  touch: (sequence) =>
    void sql.exec(
      'INSERT INTO chat_block VALUES (?, 1) ON CONFLICT (block) DO UPDATE SET revision = revision + 1',
      Math.floor((sequence - 1) / messagesPerBlock),
    ),
})

export const createChatMirrors = (
  { sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>,
  messages: Messages,
  readers: Readers,
): readonly MirrorSource[] => {
  const changed = (kind: string, table: string, key: string, sequence: string) => (): readonly string[] =>
    hasTables()
      ? sql
          .exec<{ key: string }>(
            `SELECT ${key} AS key FROM ${table} WHERE ${sequence} >
              COALESCE((SELECT copied FROM chat_copy WHERE kind = ? AND chat_copy.key = ${key}), 0)`,
            kind,
          )
          .toArray()
          .map((row) => row.key)
      : []
  const confirm = ({ kind, key, sequence }: Pick<MirrorItem, 'kind' | 'key' | 'sequence'>) =>
    void sql.exec(
      'INSERT INTO chat_copy VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET copied = MAX(copied, excluded.copied)',
      kind,
      key,
      sequence,
    )
  const revisionOf = (block: string): number =>
    sql.exec<{ revision: number }>('SELECT revision FROM chat_block WHERE block = ?', Number(block)).toArray()[0]
      ?.revision ?? 0
  return [
    {
      kind: blockKind,
      changed: changed(blockKind, 'chat_block', 'CAST(block AS TEXT)', 'revision'),
      read(key) {
        const first = Number(key) * messagesPerBlock
        const block = messages.stored(first + 1, first + messagesPerBlock)
        return { kind: blockKind, key, sequence: revisionOf(key), bytes: utf8.encode(JSON.stringify(block)) }
      },
      confirm,
      restore(copy) {
        for (const message of decode(copy.bytes) as StoredMessage[]) messages.restore(message)
        sql.exec('INSERT OR REPLACE INTO chat_block VALUES (?, ?)', Number(copy.key), copy.sequence)
        confirm(copy)
      },
    },
    {
      kind: personKind,
      changed: changed(personKind, 'chat_reader', keyOfPerson, 'sequence'),
      // How far somebody has read only rises: it is its own sequence.
      read: (key) => ({ kind: personKind, key, sequence: readers.of(personOf(key)), bytes: utf8.encode('{}') }),
      confirm,
      restore(copy) {
        const person = personOf(copy.key)
        if (personKey(person) === copy.key && readers.of(person) < copy.sequence) readers.set(person, copy.sequence)
        confirm(copy)
      },
    },
  ]
}
