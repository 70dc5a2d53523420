/** Shows the schemas of an OpenAPI document: as a table of fields, and as an example. Follows references once. */
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

const fieldRow = (path: string, schema: Schema, isRequired: boolean, schemas: Schemas): Html => {
  const known = resolve(schema, schemas)
  const notes = [known.description ?? schema.description, boundsOf(known)].filter((note) => note)
  const fallback = known.default === undefined ? '' : html` · default <code>${JSON.stringify(known.default)}</code>`
  const need = isRequired ? html`<span class="need">required</span>` : ''
  return html`<tr><td><code>${path}</code>${need}</td>
    <td><code class="type">${typeName(schema, schemas)}</code>${fallback}<p>${prose(notes.join(' · '))}</p></td></tr>`
}

/** One row per field, nested fields with their path. */
const fieldRows = (schema: Schema, schemas: Schemas, prefix = ''): readonly Html[] => {
  const { properties = {}, required = [], items } = resolve(schema, schemas)
  if (items && prefix !== '') return fieldRows(items, schemas, `${prefix.slice(0, -1)}[].`)
  return Object.entries(properties).flatMap(([name, field]) => [
    fieldRow(prefix + name, field, required.includes(name), schemas),
    ...fieldRows(field, schemas, `${prefix}${name}.`),
  ])
}

export const fieldTable = (schema: Schema, schemas: Schemas): Html => {
  const rows = fieldRows(schema, schemas)
  return rows.length === 0 ? html`` : html`<table>${rows}</table>`
}
