/// <reference path="./sqlite.d.ts" />
/** SQLite in WebAssembly: loaded when the first room in memory opens, one instance for all of this isolate. */
import type { Sqlite } from 'sql.js/dist/sql-wasm-browser.js'

export type { Database, Sqlite, Statement } from 'sql.js/dist/sql-wasm-browser.js'

let loaded: Sqlite | null = null

/** Its start asks a worker for its address, and workerd has none; it is asked for before this returns. */
const withAddress = <T>(start: () => T): T => {
  const scope = globalThis as { location?: object }
  const { location } = scope
  scope.location = { href: 'file:///' }
  try {
    return start()
  } finally {
    if (location === undefined) delete scope.location
    else scope.location = location
  }
}

export const loadSqlite = async (): Promise<Sqlite> => {
  if (loaded !== null) return loaded
  // One after the other and for every caller anew: no caller waits for a promise of another one's request.
  const { default: compiled } = await import('sql.js/dist/sql-wasm-browser.wasm')
  const { default: initialize } = await import('sql.js/dist/sql-wasm-browser.js')
  loaded = await withAddress(() =>
    initialize({
      instantiateWasm: (imports, receive) => receive(new WebAssembly.Instance(compiled, imports)),
    }),
  )
  return loaded
}
