/** How the room is set up, as the edge last told it: kept in a row, because an alarm wakes the room with nobody to ask. */
import { limits } from '@syncforge/protocol/limits'
import type { RoomSettings } from './admission.ts'
import type { RoomSql } from './storage.ts'

export interface SettingsStore {
  get(): RoomSettings
  learn(settings: RoomSettings): void
}

const initial: RoomSettings = {
  maxParticipants: limits.defaultMaxParticipants,
  graceMs: limits.defaultGraceMs,
  presenceTimeoutMs: limits.defaultPresenceTimeoutMs,
  historyMs: limits.defaultHistoryMs,
  persistence: 'durable',
  emptyAfterMs: limits.defaultEmptyAfterMs,
}

export const createSettingsStore = (sql: RoomSql): SettingsStore => {
  const row = sql.exec<{ json: string }>('SELECT json FROM room_settings').toArray()[0]
  let json = row?.json ?? ''
  let settings = row === undefined ? initial : { ...initial, ...(JSON.parse(row.json) as Partial<RoomSettings>) }
  return {
    get: () => settings,
    learn(told) {
      const text = JSON.stringify(told)
      if (text === json) return
      json = text
      settings = { ...initial, ...told }
      sql.exec('INSERT OR REPLACE INTO room_settings VALUES (1, ?)', json)
    },
  }
}
