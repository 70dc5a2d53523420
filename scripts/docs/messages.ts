// Owns the table of everything that is said in JSON: each request with its right, body and reply, each event with its body, as the contracts have them.
import { contracts } from '@syncforge/protocol'
import type { Contract } from '@syncforge/protocol/contract'
import { inbox } from '@syncforge/protocol/inbox'
import { lobby } from '@syncforge/protocol/lobby'
import * as z from 'zod'

type Schema = z.core.JSONSchema.JSONSchema

const farthest = Number.MAX_SAFE_INTEGER

const range = (low: number | undefined, high: number | undefined): string => {
  const [from, to] = [low ?? -farthest, high ?? farthest]
  if (to >= farthest) return from > -farthest ? `(≥ ${from})` : ''
  return from > -farthest ? `(${from}–${to})` : `(≤ ${to})`
}

const object = ({ properties = {}, required = [], additionalProperties }: Schema): string => {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const isOptional = !required.includes(name)
    const standard = typeof schema === 'object' ? schema.default : undefined
    const preset = isOptional && standard !== undefined ? ` = ${JSON.stringify(standard)}` : ''
    return `${name}${isOptional ? '?' : ''}: ${shape(schema)}${preset}`
  })
  if (fields.length > 0) return `{ ${fields.join(', ')} }`
  return typeof additionalProperties === 'object' ? `{ [name]: ${shape(additionalProperties)} }` : '{}'
}

/** What a list is of: a tuple has its own word for it. */
const listed = ({ items }: Schema): Schema => (typeof items === 'object' && !Array.isArray(items) ? items : {})

const shape = (schema: Schema | boolean): string => {
  // Whatever is there, or nothing that could be.
  if (typeof schema === 'boolean') return 'JSON'
  // What refers to itself is any JSON, or a body of a comment: both are described where they are explained.
  if (schema.$ref !== undefined) return 'JSON'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return [...new Set(choices.map(shape))].join(' | ')
  if (schema.allOf !== undefined) return schema.allOf.map(shape).join(' & ')
  if (typeof schema.type === 'object') return schema.type.join(' | ')
  switch (schema.type) {
    case 'object':
      return object(schema)
    case 'array': {
      if (schema.prefixItems) return `[${schema.prefixItems.map(shape).join(', ')}]`
      const items = listed(schema)
      const isChoice = (items.anyOf ?? items.oneOf ?? items.enum ?? []).length > 1
      const most = schema.maxItems === undefined ? '' : `≤ ${schema.maxItems}`
      return `${isChoice ? `(${shape(items)})` : shape(items)}[${most}]`
    }
    case 'string':
      return `string${schema.maxLength === undefined ? '' : range(schema.minLength ?? 0, schema.maxLength)}`
    case 'integer':
    case 'number':
      return `${schema.type}${range(schema.minimum, schema.maximum)}`
    case undefined:
      return 'JSON'
    default:
      return schema.type
  }
}

/** What is sent may leave out what has a default; what comes back has it. */
const shapeOf = (type: z.ZodType, io: 'input' | 'output'): string =>
  shape(z.toJSONSchema(type, { unrepresentable: 'any', io, reused: 'inline' }))

const row = (...cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const code = (text: string) => `\`${text}\``

const section = ({ name, requests, events, snapshot }: Contract): string => {
  const told = shapeOf(snapshot, 'output')
  const asked = Object.entries(requests).map(([type, { access, body, reply }]) =>
    row(code(type), access, code(shapeOf(body, 'input')), code(shapeOf(reply, 'output'))),
  )
  const heard = Object.entries(events).map(([type, { body, delivery }]) =>
    row(code(type), delivery, code(shapeOf(body, 'output'))),
  )
  return [
    `## ${name}`,
    ...(told === 'null' ? [] : [`In the welcome's \`snapshots.${name}\`: ${code(told)}`, '']),
    ...(asked.length === 0 ? [] : ['| request | right | body | reply |', '| --- | --- | --- | --- |', ...asked, '']),
    ...(heard.length === 0 ? [] : ['| event | delivery | body |', '| --- | --- | --- |', ...heard, '']),
  ].join('\n')
}

/** The page `docs/reference/messages.md`. */
export const messagesPage = (): string =>
  [
    '# Messages',
    '',
    'Everything that clients and rooms say in JSON, with its shape: what a client in another language is written from, beside',
    '[the protocol](../../sdk/protocol/PROTOCOL.md), which says how messages travel and what they mean. Made of the contracts in `sdk/protocol`; `npm test` compares it with them.',
    '',
    'A request is `{ type, ref, body }` and is answered with `{ type: "reply", ref, body }` or an error; an event is `{ type, body }`. `?` marks what may be left out, `=` what holds',
    'then, `(1–64)` the bounds of a number or of the length of a text, `[≤ 64]` how many there may be. `JSON` is any JSON, or the body of a comment; in `documents` also',
    'bytes, which only calls of the edge have. Times are milliseconds since 1970. A right below the one that is named is `FORBIDDEN`. `reliable` events come in order and',
    'none is left out; of `latest` ones the newest of a sender is enough.',
    '',
    ...[...Object.values<Contract>(contracts), inbox as Contract, lobby as Contract].map(section),
  ]
    .join('\n')
    .replace(/\n+$/, '\n')
