/** Owns what may be passed to the SDK: a wrong argument is VALIDATION_ERROR at once, and nothing is sent. */

import * as limits from '@syncforge/protocol/client-limits'
import { idPatterns } from '@syncforge/protocol/names'
import type { JsonObject } from '@syncforge/protocol/schemas'
import { invalid } from './errors.ts'

const utf8 = new TextEncoder()

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value as it will arrive: what JSON cannot say is left out or refused. @throws VALIDATION_ERROR */
export const checkJson = (value: unknown, what: string, maxBytes: number): unknown => {
  let text: string | undefined
  let reason = ''
  try {
    text = JSON.stringify(value)
  } catch (thrown) {
    reason = `: ${thrown}`
  }
  if (text === undefined) throw invalid(`${what} cannot be sent as JSON${reason}`)
  const bytes = text.length * 3 > maxBytes ? utf8.encode(text).length : text.length
  if (bytes > maxBytes) throw invalid(`${what} has ${bytes} bytes as JSON, at most ${maxBytes} are allowed`)
  return JSON.parse(text)
}

const checkJsonObject = (value: unknown, what: string, maxBytes: number): JsonObject => {
  if (!isPlainObject(value)) throw invalid(`${what} must be an object`)
  return checkJson(value, what, maxBytes) as JsonObject
}

export const checkPresence = (value: unknown): JsonObject => checkJsonObject(value, 'presence', limits.presenceMaxBytes)

export const checkText = (value: unknown, what: string, maxLength: number): string => {
  if (typeof value === 'string' && value.length > 0 && value.length <= maxLength) return value
  throw invalid(`${what} must be text of 1-${maxLength} characters`)
}

/** A switch that may be left out. @throws VALIDATION_ERROR */
export const checkBoolean = (value: unknown, what: string): boolean => {
  if (value === undefined || typeof value === 'boolean') return value === true
  throw invalid(`${what} must be true or false`)
}

const checkPattern = (value: unknown, pattern: RegExp, what: string, more = ''): string => {
  if (typeof value === 'string' && pattern.test(value)) return value
  throw invalid(`${what} has 1-128 letters, digits or _ . : @ ~ -${more}`)
}

export const checkRoomId = (value: unknown): string => checkPattern(value, idPatterns.room, 'A room id')

export const checkDocumentName = (value: unknown): string =>
  checkPattern(value, idPatterns.document, 'A document name', ' /')

/** What its name, colour and avatar must be is the room's to say. */
export const checkUserInfo = (value: unknown): JsonObject => checkJsonObject(value, 'userInfo', limits.userInfoMaxBytes)

/** A WebSocket address without query and with no slash at its end; http and https mean ws and wss. */
export const checkEndpoint = (value: unknown): string => {
  // Not every platform has URL.canParse.
  let url: URL | undefined
  try {
    url = new URL(value as string)
  } catch {}
  const scheme = /^(ws|http)(s?):$/.exec(url?.protocol ?? '')
  if (!url || !scheme || url.search || url.hash || url.username) {
    throw invalid('endpoint must be an address such as wss://example.com')
  }
  return `ws${scheme[2]}://${url.host}${url.pathname.replace(/\/+$/, '')}`
}
