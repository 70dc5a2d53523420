/** Random values that fit a schema, or nearly: what the suite of all features asks them with. Seeded; knows no feature. */
import * as prng from 'lib0/prng'
import * as Y from 'yjs'
import * as z from 'zod'

type JsonSchema = z.core.JSONSchema.JSONSchema

export interface RandomValues {
  /** A value for `schema`. What it refines further than its shape may still refuse it. */
  fitting(schema: z.ZodType): unknown
  /** One that does not fit an object's shape: one field is missing, or it is no object at all. */
  misfit(schema: z.ZodType): unknown
  /** Strings of `value` are tried again later: an id that was told is one that can be asked for. */
  learn(value: unknown): void
}

const poolMax = 200

export const createRandomValues = (random: prng.PRNG): RandomValues => {
  const pool = ['default', 'notes', 'a', 'ü 😀']
  const doc = new Y.Doc({ gc: false })

  const text = ({ pattern, minLength = 0, maxLength = 64 }: JsonSchema): string => {
    const fits = (value: string) =>
      value.length >= minLength &&
      value.length <= maxLength &&
      (pattern === undefined || new RegExp(pattern).test(value))
    const known = pool.filter(fits)
    if (known.length > 0 && prng.uint32(random, 0, 4) > 0) return prng.oneOf(random, known)
    const fresh = prng.word(random, Math.max(1, minLength), Math.min(12, maxLength))
    return fits(fresh) ? fresh : (known[0] ?? '')
  }

  const number = ({ type, minimum = -1_000, maximum = 1_000 }: JsonSchema): number => {
    const [low, high] = [Math.max(minimum, -1_000), Math.min(maximum, 1_000)]
    return type === 'integer' ? prng.int32(random, low, high) : low + prng.real53(random) * (high - low)
  }

  /** What no JSON schema describes is bytes, and bytes are an update of Yjs. */
  const bytes = (): Uint8Array => {
    const before = Y.encodeStateVector(doc)
    doc.getText('content').insert(0, prng.word(random))
    return Y.encodeStateAsUpdate(doc, before)
  }

  const build = (schema: JsonSchema | boolean, defs: JsonSchema['$defs'], depth: number): unknown => {
    if (typeof schema === 'boolean') return bytes()
    if (schema.$ref !== undefined) return build(defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, defs, depth)
    if (schema.const !== undefined) return schema.const
    if (schema.enum !== undefined) return prng.oneOf(random, [...schema.enum])
    const choices = schema.anyOf ?? schema.oneOf
    if (choices !== undefined) {
      // Deep down only what ends.
      const ending = choices.filter(({ type }) => type !== 'array' && type !== 'object')
      return build(prng.oneOf(random, [...(depth > 3 && ending.length > 0 ? ending : choices)]), defs, depth + 1)
    }
    switch (schema.type) {
      case 'string':
        return text(schema)
      case 'integer':
      case 'number':
        return number(schema)
      case 'boolean':
        return prng.bool(random)
      case 'null':
        return null
      case 'array':
        if (schema.prefixItems !== undefined) return schema.prefixItems.map((item) => build(item, defs, depth + 1))
        // Deep down a list has nothing in it, or it would go on for ever.
        return Array.from({ length: depth > 6 ? 0 : prng.uint32(random, 0, 3) }, () =>
          build(Array.isArray(schema.items) ? {} : (schema.items ?? {}), defs, depth + 1),
        )
      case 'object':
        return object(schema, defs, depth)
      default:
        return bytes()
    }
  }

  const object = (schema: JsonSchema, defs: JsonSchema['$defs'], depth: number) => {
    const { properties = {}, required = [], additionalProperties } = schema
    const built = Object.entries(properties)
      .filter(([name]) => required.includes(name) || prng.bool(random))
      .map(([name, property]) => [name, build(property, defs, depth + 1)] as const)
    const further =
      typeof additionalProperties === 'object'
        ? Array.from({ length: prng.uint32(random, 0, 3) }, () => [
            prng.word(random),
            build(additionalProperties, defs, depth + 1),
          ])
        : []
    return Object.fromEntries([...built, ...further])
  }

  const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })

  const learn = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.length > 0 && value.length <= 128 && !pool.includes(value)) pool.push(value)
      if (pool.length > poolMax) pool.splice(4, 1)
    } else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
      for (const part of Object.values(value)) learn(part)
    }
  }

  return {
    learn,
    fitting(schema) {
      const described = jsonSchema(schema)
      return build(described, described.$defs, 0)
    },
    misfit(schema) {
      const described = jsonSchema(schema)
      const whole = build(described, described.$defs, 0)
      const required = described.required ?? []
      if (required.length === 0 || prng.bool(random)) return prng.oneOf(random, [null, 7, 'no object', [whole]])
      const name = prng.oneOf(random, [...required])
      const { [name]: _, ...rest } = whole as Record<string, unknown>
      return rest
    },
  }
}
