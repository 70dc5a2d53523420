/** Owns the rows of the account: objects by id, events until they are delivered, answers by idempotency key, and a few values. */

/** What the rows stand on: the SQL of a Durable Object, or SQLite in Node. */
export interface Sql {
  exec(query: string, ...bindings: (string | number | null)[]): { toArray(): Record<string, unknown>[] }
}

export interface KeptAnswer {
  readonly request: string
  readonly status: number
  readonly body: string
}

export interface PendingEvent {
  readonly seq: number
  readonly payload: string
  readonly attempts: number
}

const tables = `
CREATE TABLE IF NOT EXISTS object (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, customer TEXT, content TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS object_by_kind ON object (kind, customer);
CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, payload TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due INTEGER);
CREATE INDEX IF NOT EXISTS event_due ON event (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, request TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS value (name TEXT PRIMARY KEY, content TEXT NOT NULL);
`

export const openRows = (sql: Sql) => {
  for (const statement of tables.split(';\n')) if (statement.trim() !== '') sql.exec(statement)
  const first = (query: string, ...bindings: (string | number | null)[]) => sql.exec(query, ...bindings).toArray()[0]
  return {
    object: (id: string): unknown => {
      const found = first('SELECT content FROM object WHERE id = ?', id)
      return found && JSON.parse(String(found.content))
    },
    /** Newest first. @param customer of this one alone */
    objects: (kind: string, customer?: string): unknown[] =>
      sql
        .exec(
          'SELECT content FROM object WHERE kind = ?1 AND (?2 IS NULL OR customer = ?2) ORDER BY seq DESC',
          kind,
          customer ?? null,
        )
        .toArray()
        .map(({ content }) => JSON.parse(String(content)) as unknown),
    put(id: string, kind: string, customer: string | null, content: object) {
      sql.exec(
        `INSERT INTO object (id, kind, customer, content) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, content = excluded.content`,
        id,
        kind,
        customer,
        JSON.stringify(content),
      )
    },
    addEvent(id: string, payload: string, due: number) {
      sql.exec('INSERT INTO event (id, payload, due) VALUES (?, ?, ?)', id, payload, due)
    },
    dueEvents: (now: number, limit: number): PendingEvent[] =>
      sql
        .exec('SELECT seq, payload, attempts FROM event WHERE due <= ? ORDER BY due, seq LIMIT ?', now, limit)
        .toArray() as unknown as PendingEvent[],
    nextDue: (): number | null => {
      const due = first('SELECT min(due) AS due FROM event')?.due
      return typeof due === 'number' ? due : null
    },
    /** @param due `null`: it is delivered */
    settleEvent(seq: number, attempts: number, due: number | null) {
      sql.exec('UPDATE event SET attempts = ?, due = ? WHERE seq = ?', attempts, due, seq)
    },
    /** Every event after `seq`, in the order in which they happened. */
    eventsAfter: (seq: number): { readonly seq: number; readonly payload: string }[] =>
      sql.exec('SELECT seq, payload FROM event WHERE seq > ? ORDER BY seq', seq).toArray() as unknown as {
        seq: number
        payload: string
      }[],
    answer: (key: string) =>
      first('SELECT request, status, body FROM answer WHERE key = ?', key) as unknown as KeptAnswer | undefined,
    keepAnswer(key: string, { request, status, body }: KeptAnswer) {
      sql.exec('INSERT INTO answer (key, request, status, body) VALUES (?, ?, ?, ?)', key, request, status, body)
    },
    value: (name: string): string | undefined => {
      const found = first('SELECT content FROM value WHERE name = ?', name)
      return found && String(found.content)
    },
    putValue(name: string, content: string) {
      sql.exec(
        'INSERT INTO value (name, content) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content = excluded.content',
        name,
        content,
      )
    },
  }
}

export type Rows = ReturnType<typeof openRows>
