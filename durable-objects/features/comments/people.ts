/** Rows of people: who has commented, reacted, or read. */

import type { CommentMention } from '@syncforge/protocol/comment-body'
import type { Author } from '@syncforge/protocol/comments'
import type { Person } from '@syncforge/protocol/person'
import type { Connection, KnownPerson, RoomContext, WrittenPeople } from '../../room/feature.ts'
import { invalid } from './invalid.ts'

const nameMaxLength = 256
const avatarMaxLength = 512

/** What of a person goes with everything that they write. */
export const toAuthor = ({
  isAgent,
  user: {
    userId,
    verified,
    userInfo: { name, color, avatar },
  },
}: Pick<Connection, 'user' | 'isAgent'>): Author => ({
  userId,
  verified,
  userInfo: {
    name: name.slice(0, nameMaxLength),
    color,
    ...(avatar !== undefined && avatar.length <= avatarMaxLength ? { avatar } : {}),
  },
  ...(isAgent ? { agent: true } : {}),
})

export interface People {
  /** The row of somebody, made if need be. */
  idOf(user: Person & { readonly userInfo: Pick<Author['userInfo'], 'name'> }): number
  /** The row of somebody who may have none; -1 then. */
  find(person: Person): number
  /** The one whom `from` means by an id, proven before claimed, and what they are called. @throws RoomError VALIDATION_ERROR for somebody nobody knows */
  known(mention: Pick<CommentMention, 'userId' | 'verified' | 'name'>, from: Connection): KnownPerson
  /** Those who have rows. */
  readonly written: WrittenPeople
}

type Row = { id: number; user_id: string; verified: number; name: string }

const toKnown = ({ user_id: userId, verified, name }: Row): KnownPerson => ({ userId, verified: verified === 1, name })

export const createPeople = ({ sql, hasTables, people }: Pick<RoomContext, 'sql' | 'hasTables' | 'people'>): People => {
  const rowsOf = (userId: string): readonly Row[] =>
    hasTables() ? sql.exec<Row>('SELECT * FROM comments_person WHERE user_id = ?', userId).toArray() : []
  const find = ({ userId, verified }: Person): Row | undefined =>
    rowsOf(userId).find((row) => (row.verified === 1) === verified)

  return {
    find: (person) => find(person)?.id ?? -1,
    idOf(user) {
      const { userId, verified, userInfo } = user
      const name = userInfo.name.slice(0, nameMaxLength)
      const row = find(user)
      if (row?.name === name) return row.id
      if (row !== undefined) {
        sql.exec('UPDATE comments_person SET name = ? WHERE id = ?', name, row.id)
        return row.id
      }
      return sql
        .exec<{ id: number }>(
          'INSERT INTO comments_person (user_id, verified, name) VALUES (?, ?, ?) RETURNING id',
          userId,
          verified ? 1 : 0,
          name,
        )
        .one().id
    },
    known({ userId, verified, name }, from) {
      const found = people.find(userId, verified, from)
      if (found !== null) {
        // Of somebody whom the room knows by their id alone a server may say what they are called.
        const called = from.isTrusted && found.name === userId ? (name ?? userId) : found.name
        return { ...found, name: called.slice(0, nameMaxLength) }
      }
      throw invalid('body', `mentions ${userId}, whom the room does not know`)
    },
    written: {
      called: (userId) => rowsOf(userId).map(toKnown),
      newest: (limit) =>
        sql.exec<Row>('SELECT * FROM comments_person ORDER BY id DESC LIMIT ?', limit).toArray().map(toKnown),
    },
  }
}
