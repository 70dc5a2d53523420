/**
 * Ways into this room for people whose user id nobody knows yet: share links, and shares that wait for who proves an e-mail address. Owns
 * the tables `room_link` and `room_share`; the tokens of links are not kept, only their hashes.
 *
 * GR5  A link gives its level until it ends or is revoked; then whoever came by it loses that at once.
 * GR6  A share by e-mail becomes a grant when somebody comes whose token proves that address; until then it can be taken back.
 */
import type { Access } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import type { GrantedAccess } from '@syncforge/protocol/granted-access'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import type { Sql } from '../../actor/storage.ts'
import type { EmailShare, ShareLink, Sharing } from '../admission.ts'

/** A link as rows and copies hold it. */
export interface KeptLink extends ShareLink {
  readonly hash: string
}

/** Everything that is open, for a copy. */
export interface KeptSharing {
  readonly links: readonly KeptLink[]
  readonly shares: readonly EmailShare[]
}

type New<K extends Sharing['kind']> = Omit<Extract<Sharing, { kind: K }>, 'kind'>

export interface SharingStore {
  /** The link of this token, over or not. */
  link(hash: string): ShareLink | null
  addLink(link: New<'link'>, now: number): ShareLink
  /** @throws RoomError NOT_FOUND */
  removeLink(id: string): KeptLink
  /** One for each address: a later one replaces it. */
  addShare(share: New<'share'>, now: number): EmailShare
  /** @throws RoomError NOT_FOUND */
  removeShare(id: string): EmailShare
  /** Takes the share that waits for this address. */
  claim(email: string): EmailShare | null
  all(): KeptSharing
  restore(kept: KeptSharing): void
}

/** Whether a link gives anything now. */
export const holds = ({ expiresAt }: ShareLink, now: number): boolean => expiresAt === null || expiresAt > now

/** What is long over is forgotten when another one is made. */
const forgetAfterMs = 30 * 24 * 60 * 60_000

interface LinkRow {
  readonly [column: string]: SqlStorageValue
  readonly id: string
  readonly hash: string
  readonly name: string | null
  readonly access: GrantedAccess
  readonly expires_at: number | null
  readonly created_at: number
}
interface ShareRow {
  readonly [column: string]: SqlStorageValue
  readonly id: string
  readonly email: string
  readonly access: Access
  readonly created_at: number
}

const toLink = ({ id, hash, name, access, expires_at, created_at }: LinkRow): KeptLink => ({
  id,
  hash,
  name,
  access,
  expiresAt: expires_at,
  createdAt: created_at,
})
const toShare = ({ id, email, access, created_at }: ShareRow): EmailShare => ({
  id,
  email,
  access,
  createdAt: created_at,
})

/** A link without what its token is known by. */
export const publicLink = ({ hash: _hash, ...link }: KeptLink): ShareLink => link

export const createSharing = (sql: Sql, changed: () => void): SharingStore => {
  const count = (table: 'room_link' | 'room_share') =>
    sql.exec<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table}`).one().count
  const requireSpace = (table: 'room_link' | 'room_share', max: number) => {
    if (count(table) >= max)
      throw new RoomError('LIMIT_EXCEEDED', 'The room is shared in as many ways as may be', { max })
  }
  const putLink = ({ id, hash, name, access, expiresAt, createdAt }: KeptLink) =>
    sql.exec(
      'INSERT OR REPLACE INTO room_link (id, hash, name, access, expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      id,
      hash,
      name,
      access,
      expiresAt,
      createdAt,
    )
  const putShare = ({ id, email, access, createdAt }: EmailShare) =>
    sql.exec(
      'INSERT OR REPLACE INTO room_share (id, email, access, created_at) VALUES (?, ?, ?, ?)',
      id,
      email,
      access,
      createdAt,
    )
  const required = <T>(found: T | undefined, what: string, id: string): T => {
    if (found === undefined) throw new RoomError('NOT_FOUND', `The room has no such ${what}`, { id })
    return found
  }

  return {
    link(hash) {
      const [row] = sql.exec<LinkRow>('SELECT * FROM room_link WHERE hash = ?', hash).toArray()
      return row === undefined ? null : publicLink(toLink(row))
    },
    addLink(link, now) {
      sql.exec('DELETE FROM room_link WHERE expires_at < ?', now - forgetAfterMs)
      requireSpace('room_link', limits.linksPerRoom)
      const made = { ...link, id: createId('link'), createdAt: now }
      putLink(made)
      changed()
      return publicLink(made)
    },
    removeLink(id) {
      const [row] = sql.exec<LinkRow>('DELETE FROM room_link WHERE id = ? RETURNING *', id).toArray()
      changed()
      return toLink(required(row, 'link', id))
    },
    addShare({ email, access }, now) {
      const [before] = sql.exec<ShareRow>('SELECT * FROM room_share WHERE email = ?', email).toArray()
      if (before === undefined) requireSpace('room_share', limits.emailSharesPerRoom)
      const made = { id: before?.id ?? createId('share'), email, access, createdAt: before?.created_at ?? now }
      putShare(made)
      changed()
      return made
    },
    removeShare(id) {
      const [row] = sql.exec<ShareRow>('DELETE FROM room_share WHERE id = ? RETURNING *', id).toArray()
      changed()
      return toShare(required(row, 'share', id))
    },
    claim(email) {
      const [row] = sql.exec<ShareRow>('SELECT * FROM room_share WHERE email = ?', email).toArray()
      if (row === undefined) return null
      sql.exec('DELETE FROM room_share WHERE id = ?', row.id)
      changed()
      return toShare(row)
    },
    all: () => ({
      links: sql.exec<LinkRow>('SELECT * FROM room_link ORDER BY created_at, id').toArray().map(toLink),
      shares: sql.exec<ShareRow>('SELECT * FROM room_share ORDER BY created_at, id').toArray().map(toShare),
    }),
    restore({ links, shares }) {
      for (const link of links) putLink(link)
      for (const share of shares) putShare(share)
    },
  }
}
