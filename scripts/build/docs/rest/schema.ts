/** The fields of a schema of an OpenAPI document, as rows and as a table of them. Follows references once. */
import type { Schema, Schemas } from '../../../../site/docs/try/openapi.ts'
import { type Html, html, prose } from '../../../../workers/html.ts'

const resolve = (schema: Schema, schemas: Schemas): Schema => {
  const name = schema.$ref?.split('/').at(-1)
  if (name !== undefined) return schemas[name] ?? {}
  return schema.allOf ? Object.assign({}, ...schema.allOf.map((part) => resolve(part, schemas))) : schema
}

const typeName = (schema: Schema, schemas: Schemas): string => {
  const { type, items, enum: values, properties, additionalProperties } = resolve(schema, schemas)
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ')
  const names = typeof type === 'string' ? [type] : (type ?? [])
  if (names.length > 4 || names.length === 0) return 'any JSON'
  if (names.includes('array') && items) return `${typeName(items, schemas)}[]`.replace(/^(.* \| .*)\[\]$/, '($1)[]')
  if (names.includes('object') && !properties && typeof additionalProperties === 'object') {
    return `{ [key]: ${typeName(additionalProperties, schemas)} }`
  }
  return names.join(' | ')
}

const boundsOf = ({ minimum, maximum, maxLength }: Schema): string =>
  [
    minimum !== undefined && maximum !== undefined && `${minimum}–${maximum}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
  ]
    .filter(Boolean)
    .join(', ')

export interface Field {
  /** Of a nested field with those around it: `userInfo.name`, `rooms[].id`. */
  readonly path: string
  readonly type: string
  readonly isRequired: boolean
  /** As JSON. */
  readonly fallback: string | null
  /** What it means and its bounds, with `code` in backticks. */
  readonly note: string
}

const fieldOf = (path: string, schema: Schema, isRequired: boolean, schemas: Schemas): Field => {
  const known = resolve(schema, schemas)
  const notes = [known.description ?? schema.description, boundsOf(known)].filter((note) => note)
  const fallback = known.default === undefined ? null : JSON.stringify(known.default)
  return { path, type: typeName(schema, schemas), isRequired, fallback, note: notes.join(' · ') }
}

/** Nested fields follow the one that they are in. */
export const fieldsOf = (schema: Schema, schemas: Schemas, prefix = ''): readonly Field[] => {
  const { properties = {}, required = [], items } = resolve(schema, schemas)
  if (items && prefix !== '') return fieldsOf(items, schemas, `${prefix.slice(0, -1)}[].`)
  return Object.entries(properties).flatMap(([name, field]) => [
    fieldOf(prefix + name, field, required.includes(name), schemas),
    ...fieldsOf(field, schemas, `${prefix}${name}.`),
  ])
}

const row = ({ path, type, isRequired, fallback, note }: Field): Html => html`<tr>
    <td><code>${path}</code>${isRequired ? html`<span class="need">required</span>` : ''}</td>
    <td><code class="type">${type}</code>${fallback === null ? '' : html` · default <code>${fallback}</code>`}<p>${prose(note)}</p></td></tr>`

export const fieldTable = (fields: readonly Field[]): Html =>
  fields.length === 0 ? html`` : html`<table>${fields.map(row)}</table>`
