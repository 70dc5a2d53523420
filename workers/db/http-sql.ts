/**
 * Speaks SQL over HTTP as Neon's proxy does: one statement, or a batch that is one transaction. Stateless, so nothing outlives a request. Neon's own driver
 * does the same and carries a whole client for sockets along, 47 kB gzipped of every worker; a test holds the two against each other.
 */

export interface HttpStatement {
  readonly query: string
  readonly params: readonly unknown[]
}

/** Rows of PostgreSQL's own text, as the proxy gives them. */
interface RawResult {
  readonly command: string
  readonly rowCount: number
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** A statement's result: rows as arrays, or as objects by the names of their columns. */
export interface HttpResult extends Omit<RawResult, 'rows'> {
  readonly rows: readonly (readonly unknown[] | Readonly<Record<string, unknown>>)[]
}

export interface HttpSql {
  one(statement: HttpStatement, shape: RowShape): Promise<HttpResult>
  /** All or nothing. */
  batch(statements: readonly HttpStatement[], shape: RowShape): Promise<readonly HttpResult[]>
}

export type RowShape = 'arrays' | 'objects'

const refusalFields = ['severity', 'detail', 'hint', 'position', 'schema', 'table', 'column', 'constraint'] as const

/** What PostgreSQL, or what stands before it, said about a statement. `code` is the SQLSTATE where PostgreSQL itself spoke. */
class SqlRefusal extends Error {
  override readonly name = 'SqlRefusal'
  readonly code?: string
  readonly constraint?: string

  constructor(message: string, told: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(message, options)
    for (const field of ['code', ...refusalFields]) {
      if (typeof told[field] === 'string') Object.defineProperty(this, field, { value: told[field], enumerable: true })
    }
  }
}

const bytesOf = (text: string): Uint8Array => {
  const bytes = new Uint8Array((text.length - 2) / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(text.slice(at * 2 + 2, at * 2 + 4), 16)
  return bytes
}

/** By PostgreSQL's numbers for its types. All others stay text: what Drizzle's columns expect of bigint, numeric and times. */
const readers: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  17: bytesOf,
  21: Number,
  23: Number,
  26: Number,
  114: (text) => JSON.parse(text) as unknown,
  700: Number,
  701: Number,
  3802: (text) => JSON.parse(text) as unknown,
}

const asText = (value: unknown): unknown => value

const read = ({ command, rowCount, fields, rows }: RawResult, shape: RowShape): HttpResult => {
  const typed = fields.map(({ dataTypeID }) => readers[dataTypeID] ?? asText)
  const values = rows.map((row) => row.map((text, at) => (text === null ? null : typed[at]?.(text))))
  if (shape === 'arrays') return { command, rowCount, fields, rows: values }
  const named = values.map((row) => Object.fromEntries(row.map((value, at) => [fields[at]?.name ?? '', value])))
  return { command, rowCount, fields, rows: named }
}

/** @throws TypeError for lists: a statement that takes one says how, as JSON or one by one */
const written = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array)
    return `\\x${Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) throw new TypeError('A list is no parameter')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const body = ({ query, params }: HttpStatement) => ({ query, params: params.map(written) })

/** Neon's proxy for a database: `ep-one.eu-central-1.aws.neon.tech` is asked at `api.eu-central-1.aws.neon.tech`. */
const proxyOf = (url: string): string => `https://${new URL(url).hostname.replace(/^[^.]+\./, 'api.')}/sql`

export type Ask = (address: string, init: RequestInit) => Promise<Response>

/** Somebody waits for what is read: no answer by then is a database that is away. What is written may take its time. */
const readMaxMs = 10_000
const writeMaxMs = 60_000

const maxMsOf = (statements: readonly HttpStatement[]): number =>
  statements.every(({ query }) => /^\s*select\b/i.test(query)) ? readMaxMs : writeMaxMs

/**
 * @param url `postgresql://user:password@host/database`
 * @param endpoint where to ask; Neon's own proxy for that host when left out
 * @param ask what carries a request: `fetch` when left out. Its signal ends it after 10 s of reading, 60 s of writing
 */
export const openHttpSql = (
  url: string,
  endpoint?: string,
  ask: Ask = (address, init) => fetch(address, init),
): HttpSql => {
  const address = endpoint || proxyOf(url)
  const headers = { 'Neon-Connection-String': url, 'Neon-Raw-Text-Output': 'true', 'Neon-Array-Mode': 'true' }
  const answerTo = async (asked: unknown, maxMs: number): Promise<unknown> => {
    const signal = AbortSignal.timeout(maxMs)
    const answer = await ask(address, { method: 'POST', headers, body: JSON.stringify(asked), signal }).catch(
      (cause: unknown) => {
        throw new SqlRefusal(`The database does not answer: ${String(cause)}`, {}, { cause })
      },
    )
    if (answer.ok) return answer.json()
    // Only 400 is PostgreSQL's own refusal; anything else is said by what stands before it.
    if (answer.status !== 400) throw new SqlRefusal(`The database answers ${answer.status}: ${await answer.text()}`)
    const told = (await answer.json()) as { readonly message: string } & Readonly<Record<string, unknown>>
    throw new SqlRefusal(told.message, told)
  }
  return {
    one: async (statement, shape) => read((await answerTo(body(statement), maxMsOf([statement]))) as RawResult, shape),
    async batch(statements, shape) {
      const asked = { queries: statements.map(body) }
      const { results } = (await answerTo(asked, maxMsOf(statements))) as { results: readonly RawResult[] }
      return results.map((result) => read(result, shape))
    },
  }
}
