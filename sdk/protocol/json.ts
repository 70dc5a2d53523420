/** Untrusted JSON text to a value. Refuses keys that would reach a prototype when the value is copied, and nesting that would end a stack. */
import { RoomError } from './errors.ts'
import { limits } from './limits.ts'

/** Where in a value something is that may not be there. */
export interface JsonFault {
  /** Keys and places, joined by dots; empty for the value itself. */
  readonly path: string
  readonly message: string
}

const pathMaxLength = 256
const tooDeep = `is nested more than ${limits.jsonMaxDepth} deep`
/** A whole pair is one character here, no surrogate. */
const holdsHalf = /\p{Surrogate}/u
const half = 'is not Unicode text: half of a surrogate pair stands alone'

/**
 * The first fault of a value that was read from JSON, or `null`. Walks without recursion: it may be nested deeper than the stack is.
 *
 * @param needsUnicode whether half of a surrogate pair is a fault too: databases cannot store it
 */
export const findJsonFault = (root: unknown, needsUnicode: boolean): JsonFault | null => {
  const fault = (path: string, message: string) => ({ path: path.slice(1, pathMaxLength), message })
  const unseen = [{ value: root, path: '', depth: 0 }]
  for (let next = unseen.pop(); next !== undefined; next = unseen.pop()) {
    const { value, path, depth } = next
    if (needsUnicode && typeof value === 'string' && holdsHalf.test(value)) return fault(path, half)
    if (typeof value !== 'object' || value === null) continue
    if (depth >= limits.jsonMaxDepth) return fault(path, tooDeep)
    for (const [key, inner] of Object.entries(value)) {
      if (key === '__proto__') return fault(`${path}.${key}`, 'is a key that is not allowed')
      if (needsUnicode && holdsHalf.test(key))
        return fault(`${path}.${key.replaceAll(/\p{Surrogate}/gu, '\ufffd')}`, half)
      unseen.push({ value: inner, path: `${path}.${key}`, depth: depth + 1 })
    }
  }
  return null
}

const mayNamePrototype = /__proto__|\\u005f/i
const mayHoldHalf = /\\ud[89a-f]/i

/** Whether a text opens so many objects and lists that they may lie in each other too deeply. */
const mayBeDeep = (text: string): boolean => {
  if (text.length <= 2 * limits.jsonMaxDepth) return false
  let opened = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if ((letter === 0x5b || letter === 0x7b) && ++opened > limits.jsonMaxDepth) return true
  }
  return false
}

/**
 * Parses untrusted JSON.
 *
 * @param needsUnicode as in {@link findJsonFault}
 * @throws RoomError MALFORMED_MESSAGE when it is no JSON, VALIDATION_ERROR, with the path as detail, when a key is `__proto__` or it is nested
 * too deeply
 */
export const parseJson = (text: string, needsUnicode = false): unknown => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new RoomError('MALFORMED_MESSAGE', 'The message is not valid JSON')
  }
  if (mayNamePrototype.test(text) || (needsUnicode && mayHoldHalf.test(text)) || mayBeDeep(text)) {
    const fault = findJsonFault(value, needsUnicode)
    if (fault) throw new RoomError('VALIDATION_ERROR', `${fault.path || 'The message'} ${fault.message}`, [fault])
  }
  return value
}
