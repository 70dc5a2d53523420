/** What stands behind the local endpoint: any PostgreSQL that answers in raw text. */

export interface Statement {
  readonly query: string
  readonly params: readonly (string | null)[]
}

/** The answer to one statement, as Neon's HTTP protocol words it. Values are PostgreSQL's own text. */
export interface StatementResult {
  readonly command: string
  readonly rowCount: number
  readonly rowAsArray: true
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface Backend {
  run(statement: Statement): Promise<StatementResult>
  /** All or nothing. `begin` opens the transaction, such as `BEGIN ISOLATION LEVEL SERIALIZABLE`. */
  runBatch(begin: string, statements: readonly Statement[]): Promise<StatementResult[]>
  close(): Promise<void>
}
