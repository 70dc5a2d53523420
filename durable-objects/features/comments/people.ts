/** Rows of people: who has commented, and who was here since somebody did. */

import type { Author } from '@syncforge/protocol/comments'
import type { Person } from '@syncforge/protocol/person'
import type { User } from '@syncforge/protocol/schemas'
import type { KnownPerson, RoomContext, WrittenPeople } from '../../room/feature.ts'
import { invalid } from './invalid.ts'

const nameMaxLength = 256
const avatarMaxLength = 512

/** What of a person goes with everything that they write. */
export const toAuthor = ({ userId, verified, userInfo: { name, color, avatar } }: User): Author => ({
  userId,
  verified,
  userInfo: {
    name: name.slice(0, nameMaxLength),
    color,
    ...(avatar !== undefined && avatar.length <= avatarMaxLength ? { avatar } : {}),
  },
})

export interface People {
  /** The row of somebody, made if need be. */
  idOf(user: Person & Pick<User, 'userInfo'>): number
  /** The row of somebody who may have none; -1 then. */
  find(person: Person): number
  /** The one who is meant by an id, proven before claimed, and what they are called. @throws RoomError VALIDATION_ERROR for somebody nobody knows */
  known(userId: string, verified: boolean | undefined): KnownPerson
  /** Those who have rows. */
  readonly written: WrittenPeople
}

type Row = { id: number; user_id: string; verified: number; name: string }

const toKnown = ({ user_id: userId, verified, name }: Row): KnownPerson => ({ userId, verified: verified === 1, name })

export const createPeople = ({
  sql,
  hasTables,
  connections,
  people,
}: Pick<RoomContext, 'sql' | 'hasTables' | 'connections' | 'people'>): People => {
  const rowsOf = (userId: string): readonly Row[] =>
    hasTables() ? sql.exec<Row>('SELECT * FROM comments_person WHERE user_id = ?', userId).toArray() : []
  const find = ({ userId, verified }: Person): Row | undefined =>
    rowsOf(userId).find((row) => (row.verified === 1) === verified)

  const write = (user: Person & Pick<User, 'userInfo'>): number => {
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
  }

  return {
    find: (person) => find(person)?.id ?? -1,
    idOf(user) {
      // The first row makes the tables: who is here at that moment came before they could be written down.
      const here = hasTables() ? [] : connections()
      const id = write(user)
      for (const each of here) write(each.user)
      return id
    },
    known(userId, verified) {
      const found = people.find(userId, verified)
      if (found !== null) return { ...found, name: found.name.slice(0, nameMaxLength) }
      throw invalid('body', `mentions ${userId}, whom the room does not know`)
    },
    written: {
      called: (userId) => rowsOf(userId).map(toKnown),
      newest: (limit) =>
        sql.exec<Row>('SELECT * FROM comments_person ORDER BY id DESC LIMIT ?', limit).toArray().map(toKnown),
    },
  }
}
