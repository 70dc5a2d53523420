/** Reads what a client has put into a payload. Whatever else is wrong with it the room says. */
import { fromBase64, toBase64 } from '@syncforge/protocol/base64'
import { RoomError } from '@syncforge/protocol/errors'

export type Fields = Readonly<Record<string, unknown>>

/** @throws RoomError VALIDATION_ERROR for what is no object */
export const fieldsOf = (payload: unknown): Fields => {
  if (typeof payload === 'object' && payload !== null && !Array.isArray(payload) && !(payload instanceof Uint8Array))
    return payload as Fields
  throw new RoomError('VALIDATION_ERROR', 'The payload is not an object')
}

const noBytes = (field: string) =>
  new RoomError('VALIDATION_ERROR', `${field}: bytes are base64, a list of integers from 0 to 255, or a binary frame`, [
    { path: field, message: 'is not bytes' },
  ])

const isByte = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255

const ofList = (list: readonly unknown[], field: string): Uint8Array => {
  if (!list.every(isByte)) throw noBytes(field)
  return Uint8Array.from(list)
}

/** Bytes as clients send them. A typed array reaches us as an object with its indexes as keys. @throws RoomError VALIDATION_ERROR */
const readBytes = (value: unknown, field: string): Uint8Array => {
  if (Array.isArray(value)) return ofList(value, field)
  if (typeof value === 'string') {
    try {
      return fromBase64(value)
    } catch {
      throw noBytes(field)
    }
  }
  if (typeof value !== 'object' || value === null) throw noBytes(field)
  const entries = Object.entries(value)
  if (!entries.every(([key], index) => key === String(index))) throw noBytes(field)
  return ofList(
    entries.map(([, byte]) => byte),
    field,
  )
}

/**
 * The bytes of a payload: a binary frame as it is, an object by the first of `fields` that it has, a typed array that was sent as JSON.
 *
 * @throws RoomError VALIDATION_ERROR
 */
export const bytesOf = (payload: unknown, fields: readonly [string, ...string[]]): Uint8Array => {
  if (payload instanceof Uint8Array) return payload
  const given = Object(payload) as Fields
  const field = fields.find((name) => Object.hasOwn(given, name))
  if (field !== undefined) return readBytes(given[field], field)
  if (Object.keys(given).length === 0 || Array.isArray(payload)) throw noBytes(fields[0])
  return readBytes(payload, fields[0])
}

/** How a client wants bytes: what the join has asked for, or `otherwise`. */
export const bytesFor = (bytes: Uint8Array, encoding: 'array' | 'base64'): string | number[] =>
  encoding === 'array' ? Array.from(bytes) : toBase64(bytes)

/** @throws RoomError VALIDATION_ERROR */
export const textOf = (payload: Fields, field: string): string => {
  const value = payload[field]
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  throw new RoomError('VALIDATION_ERROR', `${field}: is missing`, [{ path: field, message: 'is missing' }])
}

/** An id as the app knows it: what was a number there goes out as one. */
export const idFor = (text: string): string | number => (/^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text)

/** Milliseconds since 1970 as the clock on the wall says it. */
export const timeOf = (ms: number): string => new Date(ms).toISOString()
