// The share of sql.js that rooms use, and its WebAssembly, which workers import compiled.
declare module 'sql.js/dist/sql-wasm-browser.wasm' {
  const compiled: WebAssembly.Module
  export default compiled
}

declare module 'sql.js/dist/sql-wasm-browser.js' {
  type Value = number | string | Uint8Array | null

  export interface Statement {
    bind(values: readonly Value[]): boolean
    step(): boolean
    get(): Value[]
    getColumnNames(): string[]
    getSQL(): string
    reset(): boolean
    free(): boolean
  }

  export interface Database {
    prepare(query: string): Statement
    run(script: string): Database
    close(): void
  }

  export interface Sqlite {
    readonly Database: new () => Database
  }

  export default function initialize(options: {
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): void
  }): Promise<Sqlite>
}
