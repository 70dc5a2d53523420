/** The audit log as a file: read page by page while it is sent, so that a long one takes no more memory than a page. */
import type { AuditEntry } from '../../../db/queries/organizations/audit-log.ts'

export const auditFormats = ['csv', 'jsonl'] as const
export type AuditFormat = (typeof auditFormats)[number]

const pageSize = 500

const columns = [
  'id',
  'at',
  'actor',
  'actorName',
  'actorEmail',
  'address',
  'act',
  'subject',
  'before',
  'after',
] as const satisfies readonly (keyof AuditEntry)[]

/** A value as a cell. What a spreadsheet would take for a formula begins with an apostrophe: names are chosen by anybody. */
const cellOf = (value: AuditEntry[keyof AuditEntry]): string => {
  if (value === null) return ''
  const text =
    value instanceof Date ? value.toISOString() : typeof value === 'object' ? JSON.stringify(value) : `${value}`
  const plain = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

const formats: Readonly<Record<AuditFormat, { readonly head: string; line(entry: AuditEntry): string }>> = {
  csv: {
    head: `${columns.join(',')}\r\n`,
    line: (entry) => `${columns.map((column) => cellOf(entry[column])).join(',')}\r\n`,
  },
  jsonl: { head: '', line: (entry) => `${JSON.stringify({ ...entry, at: entry.at.getTime() })}\n` },
}

/**
 * The file. Rejects when its first page cannot be read; a later one that cannot breaks it off.
 *
 * @param read the entries that follow `last`, or the first ones
 */
export const auditStream = async (
  format: AuditFormat,
  read: (limit: number, last: AuditEntry | undefined) => Promise<readonly AuditEntry[]>,
): Promise<ReadableStream<Uint8Array>> => {
  const { head, line } = formats[format]
  const encoder = new TextEncoder()
  let page: readonly AuditEntry[] = await read(pageSize, undefined)
  let isFirst = true
  return new ReadableStream({
    async pull(controller) {
      if (!isFirst) page = await read(pageSize, page.at(-1))
      const text = `${isFirst ? head : ''}${page.map(line).join('')}`
      isFirst = false
      if (text !== '') controller.enqueue(encoder.encode(text))
      if (page.length < pageSize) controller.close()
    },
  })
}
