/** Untrusted JSON text to a value. Refuses keys that would reach a prototype when the value is copied. */
import { RoomError } from './errors.ts'

const mayNamePrototype = /__proto__|\\u005f/i

const namesPrototype = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(namesPrototype)
  if (typeof value !== 'object' || value === null) return false
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(namesPrototype)
}

/**
 * Parses untrusted JSON.
 *
 * @throws RoomError MALFORMED_MESSAGE when it is no JSON, VALIDATION_ERROR when a key is `__proto__`
 */
export const parseJson = (text: string): unknown => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new RoomError('MALFORMED_MESSAGE', 'The message is not valid JSON')
  }
  if (mayNamePrototype.test(text) && namesPrototype(value)) {
    throw new RoomError('VALIDATION_ERROR', 'The key __proto__ is not allowed')
  }
  return value
}
