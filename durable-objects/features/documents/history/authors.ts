/** Who wrote: the people of a room's documents, and whose each stretch of a Yjs client's edits is (rule VE4). */
import { type Person, personKey } from '@syncforge/protocol/person'
import type { Author } from '@syncforge/protocol/versions'
import * as random from 'lib0/random'
import type { Sql } from '../../../room/feature.ts'
import { assignSpan, nobody, ownerAt, type Span } from './spans.ts'

interface Writer extends Person {
  readonly userInfo: { readonly name: string }
}

type Row = { user_id: string; verified: number; name: string }

const toAuthor = ({ user_id, verified, name }: Row): Author => ({ userId: user_id, name, verified: verified === 1 })

/** What somebody sent of one client: its clocks `from`…`until`, of which the document `had` as many before. */
export interface Sent {
  readonly client: number
  /** Who sent it. */
  readonly author: number
  readonly from: number
  readonly until: number
  readonly had: number
}

/** Who wrote what in one document. */
export interface Writers {
  at(client: number, clock: number): Author | null
  /** Whose the edits of a client are, from which clock on. */
  of(client: number): readonly { readonly clock: number; readonly author: Author | null }[]
  /** Of each client that more than one person has written with, the clocks at which it changed hands. */
  readonly handovers: ReadonlyMap<number, readonly number[]>
}

export interface Authors {
  /** The number of a person in these rows. */
  idOf(user: Writer): number
  byId(id: number): Author | null
  /** Whether anybody has edited with this client id. */
  knows(document: number, client: number): boolean
  /** Whether what comes next from this client id would be `author`'s anyway. */
  isNext(document: number, client: number, author: number): boolean
  /** What somebody sent is theirs; with a client id that nobody had edited with, all that it will say. */
  assign(document: number, sent: readonly Sent[]): void
  /**
   * For one edit that brings back what others wrote: a new client id for each of them, which belongs to whoever wrote `clock` of `client`, or
   * to `otherwise` where nobody knows.
   */
  heirs(document: number, otherwise: Writer): (client: number, clock: number) => number
  writersOf(document: number): Writers
  /** From the form in which rows keep them. */
  parse(ids: string): readonly Author[]
  forget(): void
}

export const createAuthors = (sql: Sql): Authors => {
  const ids = new Map<string, { readonly id: number; readonly name: string }>()
  /** The same by what a connection keeps of its person, which is asked for at every tick. */
  let known = new WeakMap<Writer, { readonly id: number; readonly name: string }>()
  const documents = new Map<number, Map<number, readonly Span[]>>()

  const byId = (id: number): Author | null => {
    const row = sql.exec<Row>('SELECT user_id, verified, name FROM documents_author WHERE id = ?', id).toArray()[0]
    return row === undefined ? null : toAuthor(row)
  }

  const spansIn = (document: number): Map<number, readonly Span[]> => {
    const known = documents.get(document)
    if (known !== undefined) return known
    const spans = new Map<number, Span[]>()
    const rows = sql.exec<{ client: number; clock: number; author: number }>(
      'SELECT client, clock, author FROM documents_client WHERE document = ? ORDER BY client, clock',
      document,
    )
    for (const { client, clock, author } of rows) {
      const before = spans.get(client)
      if (before === undefined) spans.set(client, [{ clock, author }])
      else before.push({ clock, author })
    }
    documents.set(document, spans)
    return spans
  }

  const lookUp = ({ userId, verified, userInfo: { name } }: Writer): { readonly id: number; readonly name: string } => {
    const key = personKey({ userId, verified })
    const written = ids.get(key)
    if (written?.name === name) return written
    const { id } = sql
      .exec<{ id: number }>(
        `INSERT INTO documents_author (user_id, verified, name) VALUES (?, ?, ?)
         ON CONFLICT (user_id, verified) DO UPDATE SET name = excluded.name RETURNING id`,
        userId,
        verified ? 1 : 0,
        name,
      )
      .one()
    const put = { id, name }
    ids.set(key, put)
    return put
  }

  const idOf = (user: Writer): number => {
    const before = known.get(user)
    if (before?.name === user.userInfo.name) return before.id
    const found = lookUp(user)
    known.set(user, found)
    return found.id
  }

  const assign = (document: number, sent: readonly Sent[]) => {
    const spans = spansIn(document)
    const stored = new Map<number, readonly Span[]>()
    for (const { client, author, from, until, had } of sent) {
      const before = spans.get(client) ?? []
      if (!stored.has(client)) stored.set(client, before)
      spans.set(client, assignSpan(before, author, { from: Math.max(from, had), until, had }))
    }
    const [gone, put]: [number[][], number[][]] = [[], []]
    for (const [client, before] of stored) {
      const after = spans.get(client) ?? []
      for (const { clock } of before) if (!after.some((span) => span.clock === clock)) gone.push([client, clock])
      for (const span of after) if (!before.includes(span)) put.push([client, span.clock, span.author])
    }
    // One statement each: a merge can bring thousands.
    if (gone.length > 0) {
      sql.exec(
        `DELETE FROM documents_client WHERE document = ?1 AND (client, clock) IN
           (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?2))`,
        document,
        JSON.stringify(gone),
      )
    }
    if (put.length > 0) {
      sql.exec(
        `INSERT OR REPLACE INTO documents_client
           SELECT ?1, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each(?2)`,
        document,
        JSON.stringify(put),
      )
    }
  }

  return {
    byId,
    idOf,
    assign,
    knows: (document, client) => spansIn(document).has(client),
    isNext: (document, client, author) => spansIn(document).get(client)?.at(-1)?.author === author,
    heirs(document, otherwise) {
      const spans = spansIn(document)
      const clients = new Map<number, number>()
      return (writer, clock) => {
        const author = ownerAt(spans.get(writer) ?? [], clock) || idOf(otherwise)
        const client = clients.get(author) ?? random.uint32()
        if (!clients.has(author)) assign(document, [{ client, author, from: 0, until: 1, had: 0 }])
        clients.set(author, client)
        return client
      }
    },
    writersOf(document) {
      const spans = spansIn(document)
      const written = new Set([...spans.values()].flat().map(({ author }) => author))
      const people = new Map([...written].map((id) => [id, byId(id)]))
      return {
        of: (client) =>
          (spans.get(client) ?? []).map(({ clock, author }) => ({ clock, author: people.get(author) ?? null })),
        at: (client, clock) => people.get(ownerAt(spans.get(client) ?? [], clock) ?? nobody) ?? null,
        handovers: new Map(
          [...spans]
            .filter(([, { length }]) => length > 1)
            .map(([client, all]) => [client, all.slice(1).map(({ clock }) => clock)]),
        ),
      }
    },
    parse: (list) => (list === '' ? [] : list.split(',').flatMap((id) => byId(Number(id)) ?? [])),
    forget() {
      ids.clear()
      known = new WeakMap()
      documents.clear()
    },
  }
}
