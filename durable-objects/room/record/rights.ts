/**
 * What an organization has decided about single user ids in this room (rules PE2, PE5): another access than what they bring along, other
 * levels in single documents, or that they stay out. Works out what somebody may do.
 *
 * GR1  What was decided about a person stands above whatever they bring along; a ban above that.
 * GR2  Otherwise a token counts that names the room; then, for a person, that the room is theirs; then what the room gives to everybody. A
 *      share link adds its own level to that, and is enough alone.
 * GR3  What is granted raises verified people only. What is lowered holds for whoever claims the id as well.
 * GR4  A grant in a single document replaces the room's level there, for edits, awareness and versions, and opens no room by itself.
 */
import { type Access, allows, highestAccess } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import type { GrantedAccess } from '@syncforge/protocol/granted-access'
import { limits } from '@syncforge/protocol/limits'
import type { Person } from '@syncforge/protocol/person'
import type { Sql } from '../../actor/storage.ts'
import type { Admission, RoomSettings } from '../admission.ts'

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
  /** Levels in single documents. Copies of before there were any have none. */
  readonly documents?: DocumentLevels
  readonly ban: Ban | null
  /** For who merely claims the id. */
  readonly claimsBan: Ban | null
}

export type DocumentLevels = Readonly<Record<string, GrantedAccess>>

/** What somebody shows at the door. */
export interface Brought {
  readonly access: Admission['access']
  /** What their share link gives; `null` without one that holds. */
  readonly link: GrantedAccess | null
}

export interface Rights {
  /** What somebody may do in the room; `null`: not even come in. */
  accessOf(person: Person, brought: Brought): Access | null
  /** Where that is different in single documents. */
  documentsOf(person: Person, access: Access): DocumentLevels
  /** @throws RoomError BANNED */
  requireWelcome(person: Person, now: number): void
  /** `null`: what they bring along again. */
  setAccess(userId: string, access: Access | null): void
  /** Levels to change; `null`: the room's again. @throws RoomError LIMIT_EXCEEDED */
  setDocuments(userId: string, change: Readonly<Record<string, GrantedAccess | null>>): void
  ban(userId: string, ban: Ban, claimsOnly: boolean): void
  /** Welcome again, proven or claimed. */
  unban(userId: string): void
  /** What holds for `userId` now. */
  of(userId: string, now: number): Decision
  all(): readonly Decision[]
  /** At most so many, by user id, after `after`. */
  page(after: string | null, limit: number): readonly Decision[]
  /** An empty room takes back what was decided. */
  restore(decision: Decision): void
}

/** When a ban ends, in milliseconds since 1970; `null` for one without an end. */
export const endOf = ({ at, forMs }: Ban): number | null => (forMs === null ? null : at + forMs)

type Column = 'ban' | 'claims_ban'
type Row = { user_id: string; access: Access | null; documents: string | null } & Record<Column, string | null>

const parse = (ban: string | null): Ban | null => (ban === null ? null : (JSON.parse(ban) as Ban))

const noDocuments: DocumentLevels = {}

const toDecision = ({ user_id, access, documents, ban, claims_ban }: Row): Decision => ({
  userId: user_id,
  access,
  documents: documents === null ? noDocuments : (JSON.parse(documents) as DocumentLevels),
  ban: parse(ban),
  claimsBan: parse(claims_ban),
})

/** Decisions are told apart from properties that every object has. */
const levelIn = (documents: DocumentLevels, name: string): GrantedAccess | undefined =>
  Object.hasOwn(documents, name) ? documents[name] : undefined

type RoomRights = Pick<RoomSettings, 'defaultAccess' | 'ownerId'>

export const createRights = (sql: Sql, settings: () => RoomRights, changed: () => void): Rights => {
  const find = (userId: string): Decision => {
    const [row] = sql.exec<Row>('SELECT * FROM room_rights WHERE user_id = ?', userId).toArray()
    return row === undefined
      ? { userId, access: null, documents: noDocuments, ban: null, claimsBan: null }
      : toDecision(row)
  }
  const put = ({ userId, access, documents = noDocuments, ban, claimsBan }: Decision) => {
    const levels = Object.keys(documents).length === 0 ? null : JSON.stringify(documents)
    if (access === null && levels === null && ban === null && claimsBan === null) {
      sql.exec('DELETE FROM room_rights WHERE user_id = ?', userId)
      return
    }
    sql.exec(
      'INSERT OR REPLACE INTO room_rights (user_id, access, documents, ban, claims_ban) VALUES (?, ?, ?, ?, ?)',
      userId,
      access,
      levels,
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

  /** What somebody would have if nothing had been decided about them. */
  const broughtBy = ({ userId, verified }: Person, { access, link }: Brought): Access | null => {
    const { defaultAccess, ownerId } = settings()
    const ofRoom = access === 'default' && defaultAccess !== 'none' ? defaultAccess : null
    const own = verified && userId === ownerId ? 'moderate' : ofRoom
    const token = access === 'default' ? null : access
    return highestAccess([token ?? own, link].filter((level) => level !== null))
  }

  return {
    accessOf(person, brought) {
      const { access: decided } = find(person.userId)
      const mine = broughtBy(person, brought)
      if (decided === null || person.verified) return decided ?? mine
      return mine !== null && allows(mine, decided) ? decided : mine
    },
    documentsOf({ userId, verified }, access) {
      const { documents = noDocuments } = find(userId)
      if (verified) return documents
      return Object.fromEntries(Object.entries(documents).filter(([, level]) => allows(access, level)))
    },
    requireWelcome({ userId, verified }, now) {
      const { ban, claimsBan } = of(userId, now)
      const stands = ban ?? (verified ? null : claimsBan)
      if (stands === null) return
      throw new RoomError('BANNED', 'This person may not come into the room', { until: endOf(stands) })
    },
    setAccess: (userId, access) => change(userId, { access }),
    setDocuments(userId, levels) {
      const { documents = noDocuments } = find(userId)
      const names = new Set([...Object.keys(documents), ...Object.keys(levels)])
      const entries = [...names].flatMap((name) => {
        const level = Object.hasOwn(levels, name) ? levels[name] : levelIn(documents, name)
        return level == null ? [] : [[name, level] as const]
      })
      if (entries.length > limits.documentGrantsPerPerson) {
        throw new RoomError('LIMIT_EXCEEDED', 'This person has grants in as many documents as may be', {
          max: limits.documentGrantsPerPerson,
        })
      }
      change(userId, { documents: Object.fromEntries(entries) })
    },
    ban: (userId, ban, claimsOnly) => change(userId, claimsOnly ? { claimsBan: ban } : { ban }),
    unban: (userId) => change(userId, { ban: null, claimsBan: null }),
    of,
    all: () => sql.exec<Row>('SELECT * FROM room_rights ORDER BY user_id').toArray().map(toDecision),
    page: (after, limit) =>
      sql
        .exec<Row>('SELECT * FROM room_rights WHERE user_id > ? ORDER BY user_id LIMIT ?', after ?? '', limit)
        .toArray()
        .map(toDecision),
    restore: put,
  }
}
