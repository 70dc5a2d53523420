/**
 * Statements for the embedded PostgreSQL in its own protocol: each is parsed once and kept under a name, and all of a batch go in one message that
 * ends with one sync, which makes them one transaction. Through PGlite's own `query` each is parsed and planned every time, in five messages.
 */
import { type messages, type PGlite, protocol } from '@electric-sql/pglite'
import type { Statement, StatementResult } from './backend.ts'

/** Of statements that are kept; the one that was used least lately makes way. Those that queries build from what they are asked are of no end. */
const keptMax = 500

const { serialize } = protocol

const is = <M>(message: { readonly name: string }, name: string): message is { readonly name: string } & M =>
  message.name === name

/** The results of statements, in order, from what the server says of them. */
const readResults = (told: readonly { readonly name: string }[]): StatementResult[] => {
  const results: StatementResult[] = []
  let fields: StatementResult['fields'] = []
  let rows: (string | null)[][] = []
  for (const message of told) {
    if (is<messages.RowDescriptionMessage>(message, 'rowDescription')) {
      fields = message.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID }))
    } else if (is<messages.DataRowMessage>(message, 'dataRow')) {
      rows.push(message.fields)
    } else if (is<messages.CommandCompleteMessage>(message, 'commandComplete')) {
      // Such as `INSERT 0 1`, `SELECT 20` or `SET`.
      const [command = '', ...counts] = message.text.split(' ')
      results.push({ command, rowCount: Number(counts.at(-1) ?? 0), rowAsArray: true, fields, rows })
      fields = []
      rows = []
    }
  }
  return results
}

export interface Prepared {
  /** All or nothing. Rejects with what PostgreSQL said. */
  run(statements: readonly Statement[]): Promise<StatementResult[]>
}

/** @example const [result] = await prepareOn(pglite).run([{ query: 'SELECT $1::text', params: ['a'] }]) */
export const prepareOn = (pglite: PGlite): Prepared => {
  /** Names of statements by their text, those used last at the end. */
  const names = new Map<string, string>()
  let made = 0
  /** Names that may still be there and that nobody uses: closed with the next message. */
  let unused: string[] = []

  const nameOf = (query: string): { readonly name: string; readonly isNew: boolean } => {
    const known = names.get(query)
    names.delete(query)
    const name = known ?? `statement-${made++}`
    names.set(query, name)
    return { name, isNew: known === undefined }
  }

  const forget = (query: string): void => {
    unused.push(names.get(query) ?? '')
    names.delete(query)
  }

  const send = async (statements: readonly Statement[]): Promise<StatementResult[]> => {
    const parts = unused.map((name) => serialize.close({ type: 'S', name }))
    unused = []
    const added = new Set<string>()
    for (const { query, params } of statements) {
      const { name, isNew } = nameOf(query)
      if (isNew) {
        added.add(query)
        parts.push(serialize.parse({ name, text: query }))
      }
      parts.push(
        serialize.bind({ statement: name, values: [...params] }),
        serialize.describe({ type: 'P' }),
        serialize.execute({}),
      )
    }
    parts.push(serialize.sync())
    try {
      const { messages: told } = await pglite.execProtocol(Buffer.concat(parts))
      return readResults(told)
    } catch (error) {
      // What came after the error was skipped, and was not even parsed.
      for (const query of added) forget(query)
      throw error
    } finally {
      for (const [query] of names) {
        if (names.size <= keptMax) break
        forget(query)
      }
    }
  }
  return { run: (statements) => pglite.runExclusive(() => send(statements)) }
}
