/** Which lines of a room's log are news for the live log of its organization: who was turned away or ended, and what failed. */
import { errors, isErrorCode } from '@syncforge/protocol/errors'
import type { LogNews } from '../../../telemetry/live-log.ts'
import type { Fields } from '../../../telemetry/log.ts'

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** `null` for what is none. */
export const newsOf = (event: string, fields: Fields, level: 'info' | 'warn' | 'error'): Omit<LogNews, 'at'> | null => {
  const shared = { roomId: textOf(fields.roomId), who: textOf(fields.userId), requestId: textOf(fields.requestId) }
  if (level === 'error') return { ...shared, kind: 'error', what: event }
  const { code } = fields
  const isEnd = event === 'socket_turned_away' || event === 'socket_closed'
  if (!isEnd || typeof code !== 'string' || !isErrorCode(code)) return null
  return { ...shared, kind: errors[code].status >= 500 ? 'error' : 'refusal', what: code }
}
