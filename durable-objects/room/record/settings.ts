/** How the room is set up, as the edge last told it: kept, because an alarm wakes the room with nobody to ask. */
import { limits } from '@syncforge/protocol/limits'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Transactions } from '../../actor/transactions.ts'
import type { RoomSettings } from '../admission.ts'

export interface SettingsStore {
  get(): RoomSettings
  /** Whether these are others than those that are known, and not older. */
  isNews(settings: RoomSettings): boolean
  learn(settings: RoomSettings): void
}

const initial: RoomSettings = {
  maxParticipants: limits.defaultMaxParticipants,
  graceMs: limits.defaultGraceMs,
  presenceTimeoutMs: limits.defaultPresenceTimeoutMs,
  historyMs: limits.defaultHistoryMs,
  persistence: 'durable',
  emptyAfterMs: limits.defaultEmptyAfterMs,
  defaultAccess: 'none',
  ownerId: null,
  info: { name: null, type: 'collaboration', metadata: {} },
  revision: 0,
}

const key = 'settings'

export const createSettingsStore = (values: KeyValues, transactions: Transactions): SettingsStore => {
  const known = values.get<Partial<RoomSettings>>(key)
  let json = JSON.stringify(known)
  let settings = { ...initial, ...known }
  const isNews = (told: RoomSettings) => told.revision >= settings.revision && JSON.stringify(told) !== json
  return {
    get: () => settings,
    isNews,
    learn(told) {
      if (!isNews(told)) return
      values.put(key, told)
      const before = [json, settings] as const
      transactions.onRollback(() => {
        ;[json, settings] = before
      })
      json = JSON.stringify(told)
      settings = { ...initial, ...told }
    },
  }
}
