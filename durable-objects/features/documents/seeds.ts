/** Seeding of documents: whose claim holds, and that a seed is taken once. Owns table `documents_seed`. Rules SE1–SE5 are in the contract. */
import { allows } from '@syncforge/protocol/access'
import { fromBase64, toBase64 } from '@syncforge/protocol/base64'
import type { documents as contract } from '@syncforge/protocol/document'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import type { SeedAnswer } from '@syncforge/protocol/seed'
import * as Y from 'yjs'
import type { Announcement, Connection, RoomContext, RoomFeature } from '../../room/feature.ts'
import { pastBound } from './state/usage.ts'
import { createDoc } from './state/yjs-doc.ts'
import { checkUpdate } from './sync/update.ts'
import { WorkExceeded, withinWork } from './sync/yjs-work.ts'

/** A claim ends after this time; who works longer renews it. */
const leaseMs = 10_000

type Handlers = RoomFeature<typeof contract>['handlers']
type Frames = NonNullable<ReturnType<Handlers['documents.update']>['frames']>
type SeedHandlers = Pick<Handlers, Extract<keyof Handlers, `documents.seed${string}`>>

interface SeedParts {
  readonly room: Pick<RoomContext, 'sql' | 'clock'>
  hasContent(name: string): boolean
  /** Commits an update as that of `from` and returns what everyone is to hear. */
  edit(name: string, update: Uint8Array, from: Connection): Frames
}

export interface Seeds {
  readonly handlers: SeedHandlers
  /** Gives back what the connection had claimed. */
  leave(connection: Connection): readonly Announcement<typeof contract>[]
}

type Row = {
  document: string
  lease: string
  connection: string
  ends_at: number
  seeded_at: number | null
  state_vector: ArrayBuffer | null
}

/** The state vector of a seed. @throws RoomError MALFORMED_MESSAGE for one that no empty document can take whole */
const checkSeed = (update: Uint8Array): Uint8Array => {
  checkUpdate(update)
  const doc = createDoc()
  try {
    withinWork({ maxSteps: limits.documentWorkMax, maxDepth: limits.documentDepthMax }, () =>
      Y.applyUpdate(doc, update),
    )
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error('parents are missing')
    return Y.encodeStateVector(doc)
  } catch (error) {
    if (error instanceof WorkExceeded) throw pastBound('The seed', error.bound, error.max)
    throw new RoomError('MALFORMED_MESSAGE', 'A seed is one complete Yjs update')
  } finally {
    doc.destroy()
  }
}

export const createSeeds = ({ room: { sql, clock }, hasContent, edit }: SeedParts): Seeds => {
  const find = (document: string) =>
    sql.exec<Row>('SELECT * FROM documents_seed WHERE document = ?', document).toArray()[0]

  /** How long a claim still holds. One that is longer than a new one was made before the clock was set back. */
  const heldMs = ({ ends_at }: Row) => {
    const leftMs = ends_at - clock()
    return leftMs > leaseMs ? 0 : Math.max(0, leftMs)
  }

  const seeded = (document: string): SeedAnswer | null => {
    const row = find(document)
    if ((row === undefined || row.seeded_at === null) && !hasContent(document)) return null
    const stateVector = row?.state_vector ? toBase64(new Uint8Array(row.state_vector)) : null
    return { state: 'seeded', stateVector }
  }

  const claim = (document: string, from: Connection): SeedAnswer => {
    sql.exec(
      'DELETE FROM documents_seed WHERE seeded_at IS NULL AND NOT ends_at BETWEEN ?1 AND ?1 + ?2',
      clock(),
      leaseMs,
    )
    const { count } = sql
      .exec<{ count: number }>('SELECT COUNT(*) AS count FROM documents_seed WHERE seeded_at IS NULL')
      .one()
    if (count >= limits.documentsPerRoom) return { state: 'waiting', retryAfterMs: leaseMs }
    const lease = createId('lease')
    sql.exec(
      'INSERT OR REPLACE INTO documents_seed (document, lease, connection, ends_at) VALUES (?, ?, ?, ?)',
      document,
      lease,
      from.id,
      clock() + leaseMs,
    )
    return { state: 'claimed', lease, leaseMs }
  }

  /** Content and mark in the transaction of the request. */
  const plant = (document: string, update: Uint8Array, stateVector: Uint8Array, from: Connection) => {
    const frames = edit(document, update, from)
    sql.exec(
      `INSERT INTO documents_seed (document, lease, connection, ends_at, seeded_at, state_vector) VALUES (?1, '', '', 0, ?2, ?3)
       ON CONFLICT (document) DO UPDATE SET lease = '', connection = '', ends_at = 0, seeded_at = ?2, state_vector = ?3`,
      document,
      clock(),
      stateVector,
    )
    const announce = [{ to: 'everyone', event: { type: 'documents.seeded', body: { document } } }] as const
    return { frames, announce }
  }

  const release = (rows: readonly Row[]): Announcement<typeof contract>[] =>
    rows.map(({ document }) => {
      sql.exec('DELETE FROM documents_seed WHERE document = ?', document)
      return { to: 'everyone', event: { type: 'documents.unclaimed', body: { document } } }
    })

  return {
    handlers: {
      'documents.seedClaim'({ document, lease }, from) {
        const done = seeded(document)
        if (done !== null) return { reply: done }
        const row = find(document)
        const isHeld = row !== undefined && heldMs(row) > 0
        if (isHeld && row.lease === lease) {
          sql.exec('UPDATE documents_seed SET ends_at = ? WHERE document = ?', clock() + leaseMs, document)
          return { reply: { state: 'claimed', lease, leaseMs } }
        }
        if (isHeld) return { reply: { state: 'waiting', retryAfterMs: heldMs(row) } }
        if (!allows(from.accessTo(document), 'write')) return { reply: { state: 'waiting', retryAfterMs: null } }
        return { reply: claim(document, from) }
      },

      'documents.seedCommit'({ document, lease, update: text }, from) {
        const update = fromBase64(text)
        const stateVector = checkSeed(update)
        const done = seeded(document)
        if (done !== null) return { reply: done }
        const row = find(document)
        const leftMs = row === undefined ? 0 : heldMs(row)
        if (leftMs === 0 || row?.lease !== lease) {
          return { reply: { state: 'waiting', retryAfterMs: leftMs } }
        }
        const { frames, announce } = plant(document, update, stateVector, from)
        return {
          reply: { state: 'seeded', stateVector: toBase64(stateVector) },
          frames,
          announce,
        }
      },

      'documents.seedRelease'({ document, lease }) {
        const row = find(document)
        const isMine = row !== undefined && row.seeded_at === null && row.lease === lease
        return { reply: {}, announce: release(isMine ? [row] : []) }
      },

      'documents.seed'({ name, update }, from) {
        const stateVector = checkSeed(update)
        if (seeded(name) !== null) return { reply: { seeded: false } }
        const { frames, announce } = plant(name, update, stateVector, from)
        return { reply: { seeded: true }, frames, announce }
      },
    },

    leave: ({ id }) =>
      release(sql.exec<Row>('SELECT * FROM documents_seed WHERE connection = ? AND seeded_at IS NULL', id).toArray()),
  }
}
