/** What an act changed, as a few words for each field that is another than before. */

type Row = Readonly<Record<string, unknown>>

export interface Change {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** Times and ids of the row itself say nothing that the entry does not. */
const dull = new Set(['id', 'organization_id', 'organizationId', 'created_at', 'createdAt', 'updated_at', 'updatedAt'])

const shown = (value: unknown): string | null => {
  if (value === undefined || value === null) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

/** @example changesOf({ role: 'viewer' }, { role: 'admin' }) // [{ field: 'role', before: 'viewer', after: 'admin' }] */
export const changesOf = (before: Row | null, after: Row | null): Change[] => {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields]
    .filter((field) => !dull.has(field))
    .map((field) => ({ field, before: shown(before?.[field]), after: shown(after?.[field]) }))
    .filter(({ before: was, after: is }) => was !== is)
}
