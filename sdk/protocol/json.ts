/** Untrusted JSON text to a value. Refuses keys that would reach a prototype when the value is copied. */
import { RoomError } from './errors.ts'

const mayNamePrototype = /__proto__|\\u005f/i

/** Walks without recursion: a value may be nested deeper than the stack is. */
const namesPrototype = (root: unknown): boolean => {
  const unseen = [root]
  while (unseen.length > 0) {
    const value = unseen.pop()
    if (typeof value !== 'object' || value === null) continue
    if (Object.hasOwn(value, '__proto__')) return true
    for (const inner of Object.values(value)) unseen.push(inner)
  }
  return false
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
