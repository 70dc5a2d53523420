/** Who wrote: the people of a room's documents, and whose each Yjs client id is (rule VE4). */
import { type Person, personKey } from '@syncforge/protocol/person'
import type { Author } from '@syncforge/protocol/versions'
import * as random from 'lib0/random'
import type { Sql } from '../../../room/feature.ts'

interface Writer extends Person {
  readonly userInfo: { readonly name: string }
}

type Row = { user_id: string; verified: number; name: string }

const toAuthor = ({ user_id, verified, name }: Row): Author => ({ userId: user_id, name, verified: verified === 1 })

export interface Authors {
  /** The number of a person in these rows. */
  idOf(user: Writer): number
  byId(id: number): Author | null
  /** Client ids that `user` has edited with; what belongs to somebody already stays theirs. */
  bind(document: number, clients: readonly number[], author: number): void
  /**
   * For one edit that brings back what others wrote: a new client id for each of them, which belongs to whoever `writer` belongs to, or to
   * `otherwise` where nobody knows.
   */
  heirs(document: number, otherwise: Writer): (writer: number) => number
  /** Client id → person, of one document. */
  ofClients(document: number): ReadonlyMap<number, Author>
  /** From the form in which rows keep them. */
  parse(ids: string): readonly Author[]
  forget(): void
}

export const createAuthors = (sql: Sql): Authors => {
  const ids = new Map<string, { readonly id: number; readonly name: string }>()
  const bound = new Map<number, Set<number>>()

  const byId = (id: number): Author | null => {
    const row = sql.exec<Row>('SELECT user_id, verified, name FROM documents_author WHERE id = ?', id).toArray()[0]
    return row === undefined ? null : toAuthor(row)
  }

  const boundIn = (document: number): Set<number> => {
    const known = bound.get(document)
    if (known !== undefined) return known
    const rows = sql.exec<{ client: number }>('SELECT client FROM documents_client WHERE document = ?', document)
    const clients = new Set(rows.toArray().map(({ client }) => client))
    bound.set(document, clients)
    return clients
  }

  const idOf = ({ userId, verified, userInfo: { name } }: Writer): number => {
    const key = personKey({ userId, verified })
    const known = ids.get(key)
    if (known?.name === name) return known.id
    const { id } = sql
      .exec<{ id: number }>(
        `INSERT INTO documents_author (user_id, verified, name) VALUES (?, ?, ?)
         ON CONFLICT (user_id, verified) DO UPDATE SET name = excluded.name RETURNING id`,
        userId,
        verified ? 1 : 0,
        name,
      )
      .one()
    ids.set(key, { id, name })
    return id
  }

  const bind = (document: number, clients: readonly number[], author: number) => {
    const known = boundIn(document)
    const unknown = clients.filter((client) => !known.has(client))
    if (unknown.length === 0) return
    for (const client of unknown) known.add(client)
    // One statement: a merge can bring thousands.
    sql.exec(
      'INSERT OR IGNORE INTO documents_client SELECT ?1, value, ?2 FROM json_each(?3)',
      document,
      author,
      JSON.stringify(unknown),
    )
  }

  const ofClients = (document: number): ReadonlyMap<number, Author> =>
    new Map(
      sql
        .exec<Row & { client: number }>(
          'SELECT client, user_id, verified, name FROM documents_client JOIN documents_author ON id = author WHERE document = ?',
          document,
        )
        .toArray()
        .map((row) => [row.client, toAuthor(row)]),
    )

  return {
    byId,
    idOf,
    bind,
    heirs(document, otherwise) {
      const people = ofClients(document)
      const clients = new Map<number, number>()
      return (writer) => {
        const known = people.get(writer)
        const author = idOf(known === undefined ? otherwise : { ...known, userInfo: known })
        const client = clients.get(author) ?? random.uint32()
        if (!clients.has(author)) bind(document, [client], author)
        clients.set(author, client)
        return client
      }
    },
    ofClients,
    parse: (list) => (list === '' ? [] : list.split(',').flatMap((id) => byId(Number(id)) ?? [])),
    forget() {
      ids.clear()
      bound.clear()
    },
  }
}
