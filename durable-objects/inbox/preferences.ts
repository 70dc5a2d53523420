/** Owns table `inbox_muted` and what somebody prefers: which kinds reach them where, what is muted, when they are not to be disturbed. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Channels, NotificationPreferences, Place, ServerPreferencesPatch } from '@syncforge/protocol/inbox'
import { limits } from '@syncforge/protocol/limits'
import type { KeyValues } from '../actor/key-values.ts'
import type { Sql } from '../actor/storage.ts'

export interface Preferences {
  get(): NotificationPreferences
  /** @throws RoomError LIMIT_EXCEEDED */
  update(patch: ServerPreferencesPatch): void
  channelsOf(kind: string): Channels
  isMuted(roomId: string | null, threadId: string | null): boolean
  /** No mail any more, of any kind. */
  unsubscribe(): void
  /** A token names an address. */
  learnEmail(email: string): void
}

type Stored = Omit<NotificationPreferences, 'muted'>

const key = 'preferences'
const emailDelayDefaultMs = 15 * 60_000
const everywhere: Channels = { inApp: true, email: true }
const initial: Stored = { kinds: {}, doNotDisturb: null, emailDelayMs: emailDelayDefaultMs, email: null }

const tooMany = (what: string, max: number) =>
  new RoomError('LIMIT_EXCEEDED', `There may be preferences for ${max} ${what}`, { max })

export const createPreferences = (sql: Sql, values: KeyValues): Preferences => {
  const read = () => values.get<Stored>(key) ?? initial
  const places = (): Place[] =>
    sql
      .exec<{ room_id: string; thread_id: string }>('SELECT * FROM inbox_muted ORDER BY room_id, thread_id')
      .toArray()
      .map(({ room_id: roomId, thread_id: threadId }) => (threadId === '' ? { roomId } : { roomId, threadId }))
  const own = (kinds: Stored['kinds'], kind: string) => (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined)

  const changedKinds = (change: NonNullable<ServerPreferencesPatch['kinds']>): Stored['kinds'] => {
    const { kinds } = read()
    const names = new Set([...Object.keys(kinds), ...Object.keys(change)])
    const entries = [...names].flatMap((kind) => {
      const asked = Object.hasOwn(change, kind) ? change[kind] : {}
      if (asked == null) return []
      const { inApp, email } = { ...everywhere, ...own(kinds, '*'), ...own(kinds, kind) }
      return [[kind, { inApp: asked.inApp ?? inApp, email: asked.email ?? email }] as const]
    })
    if (entries.length > limits.notificationKindsMax) throw tooMany('kinds', limits.notificationKindsMax)
    return Object.fromEntries(entries)
  }

  return {
    get: () => ({ ...read(), muted: places() }),
    update({ kinds, mute = [], unmute = [], doNotDisturb, emailDelayMs, email }) {
      const before = read()
      values.put(key, {
        kinds: kinds === undefined ? before.kinds : changedKinds(kinds),
        doNotDisturb: doNotDisturb === undefined ? before.doNotDisturb : doNotDisturb,
        emailDelayMs: emailDelayMs ?? before.emailDelayMs,
        email: email === undefined ? before.email : email,
      } satisfies Stored)
      for (const { roomId, threadId = '' } of mute)
        sql.exec('INSERT OR IGNORE INTO inbox_muted VALUES (?, ?)', roomId, threadId)
      for (const { roomId, threadId = '' } of unmute)
        sql.exec('DELETE FROM inbox_muted WHERE room_id = ? AND thread_id = ?', roomId, threadId)
      const count = sql.exec<{ n: number }>('SELECT count(*) AS n FROM inbox_muted').one().n
      if (count > limits.notificationMutesMax) throw tooMany('rooms and threads', limits.notificationMutesMax)
    },
    channelsOf(kind) {
      const { kinds } = read()
      return own(kinds, kind) ?? own(kinds, '*') ?? everywhere
    },
    isMuted(roomId, threadId) {
      if (roomId === null) return false
      const query = 'SELECT 1 FROM inbox_muted WHERE room_id = ? AND thread_id IN (?, ?) LIMIT 1'
      return sql.exec(query, roomId, '', threadId ?? '').toArray().length > 0
    },
    unsubscribe() {
      const before = read()
      const kinds = Object.entries({ '*': everywhere, ...before.kinds })
      const silent = kinds.map(([kind, { inApp }]) => [kind, { inApp, email: false }] as const)
      values.put(key, { ...before, kinds: Object.fromEntries(silent) } satisfies Stored)
    },
    learnEmail(email) {
      const before = read()
      if (before.email !== email) values.put(key, { ...before, email } satisfies Stored)
    },
  }
}
