/**
 * Describes "any JSON" for the OpenAPI document. `z.json()` contains itself without a name, which the generator would
 * follow for ever; a type in its metadata is taken instead.
 */
import * as z from 'zod'

const anyJson = { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] }

/** Marks every recursive schema that `value`, a tree of definitions and schemas, holds. */
export const nameAnyJson = (value: unknown, seen = new Set<object>()): void => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if (value instanceof z.ZodLazy) {
    z.globalRegistry.add(value, anyJson)
    return
  }
  for (const part of Object.values(value instanceof z.ZodType ? value.def : value)) nameAnyJson(part, seen)
}
