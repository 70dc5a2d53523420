/** What an organization has decided about single user ids in this room (rules PE2, PE5): another access than their token's, or that they stay out. */
import { type Access, allows } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import type { Person } from '@syncforge/protocol/person'
import type { Sql } from '../../actor/storage.ts'

export interface Ban {
  /** When it began, in milliseconds since 1970. */
  readonly at: number
  /** `null`: without an end. */
  readonly forMs: number | null
}

/** What holds for one id; `null` where nothing was decided. */
export interface Decision {
  readonly userId: string
  readonly access: Access | null
  readonly ban: Ban | null
  /** For who merely claims the id. */
  readonly claimsBan: Ban | null
}

export interface Rights {
  /** The access of somebody whose token or key says `granted`. */
  accessOf(person: Person, granted: Access): Access
  /** @throws RoomError BANNED */
  requireWelcome(person: Person, now: number): void
  /** `null`: what the token says again. */
  setAccess(userId: string, access: Access | null): void
  ban(userId: string, ban: Ban, claimsOnly: boolean): void
  /** Welcome again, proven or claimed. */
  unban(userId: string): void
  /** What holds for `userId` now. */
  of(userId: string, now: number): Decision
  all(): readonly Decision[]
  /** An empty room takes back what was decided. */
  restore(decision: Decision): void
}

/** When a ban ends, in milliseconds since 1970; `null` for one without an end. */
export const endOf = ({ at, forMs }: Ban): number | null => (forMs === null ? null : at + forMs)

type Column = 'ban' | 'claims_ban'
type Row = { user_id: string; access: Access | null } & Record<Column, string | null>

const parse = (ban: string | null): Ban | null => (ban === null ? null : (JSON.parse(ban) as Ban))

const toDecision = ({ user_id, access, ban, claims_ban }: Row): Decision => ({
  userId: user_id,
  access,
  ban: parse(ban),
  claimsBan: parse(claims_ban),
})

export const createRights = (sql: Sql, changed: () => void): Rights => {
  const find = (userId: string): Decision => {
    const [row] = sql.exec<Row>('SELECT * FROM room_rights WHERE user_id = ?', userId).toArray()
    return row === undefined ? { userId, access: null, ban: null, claimsBan: null } : toDecision(row)
  }
  const put = ({ userId, access, ban, claimsBan }: Decision) => {
    if (access === null && ban === null && claimsBan === null) {
      sql.exec('DELETE FROM room_rights WHERE user_id = ?', userId)
      return
    }
    sql.exec(
      'INSERT OR REPLACE INTO room_rights (user_id, access, ban, claims_ban) VALUES (?, ?, ?, ?)',
      userId,
      access,
      ban && JSON.stringify(ban),
      claimsBan && JSON.stringify(claimsBan),
    )
  }
  const change = (userId: string, part: Partial<Decision>) => {
    put({ ...find(userId), ...part })
    changed()
  }

  const asOf = (ban: Ban | null, now: number): Ban | null => {
    if (ban === null || ban.forMs === null) return ban
    // Begun in the future: the clock was set back. It lasts for its time from now on, not until the clock is there again.
    const at = Math.min(ban.at, now)
    return now - at < ban.forMs ? { ...ban, at } : null
  }
  const of = (userId: string, now: number): Decision => {
    const known = find(userId)
    const [ban, claimsBan] = [asOf(known.ban, now), asOf(known.claimsBan, now)]
    const isRetimed = ban?.at !== known.ban?.at || claimsBan?.at !== known.claimsBan?.at
    if (isRetimed) change(userId, { ban, claimsBan })
    return { ...known, ban, claimsBan }
  }

  return {
    accessOf({ userId, verified }, granted) {
      const decided = find(userId).access ?? granted
      return verified || allows(granted, decided) ? decided : granted
    },
    requireWelcome({ userId, verified }, now) {
      const { ban, claimsBan } = of(userId, now)
      const stands = ban ?? (verified ? null : claimsBan)
      if (stands === null) return
      throw new RoomError('BANNED', 'This person may not come into the room', { until: endOf(stands) })
    },
    setAccess: (userId, access) => change(userId, { access }),
    ban: (userId, ban, claimsOnly) => change(userId, claimsOnly ? { claimsBan: ban } : { ban }),
    unban: (userId) => change(userId, { ban: null, claimsBan: null }),
    of,
    all: () => sql.exec<Row>('SELECT * FROM room_rights ORDER BY user_id').toArray().map(toDecision),
    restore: put,
  }
}
