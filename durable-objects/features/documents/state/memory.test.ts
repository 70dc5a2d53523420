/** A document of a room in memory takes as much memory as it is large, however long its past is. */
import { limits } from '@syncforge/protocol/limits'
import initialize from 'sql.js/dist/sql-wasm-browser.js'
import compiled from 'sql.js/dist/sql-wasm-browser.wasm'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openMemoryStorage } from '../../../actor/memory-storage.ts'
import { migrateRoom } from '../../../room/open.ts'
import { createSegmentStore } from '../history/segments.ts'
import { checkUpdate } from '../sync/update.ts'
import { openDocument } from './open-document.ts'
import { createDocumentStore } from './store.ts'

/** SQLite with its memory in sight. */
const openSqlite = async () => {
  let memory: WebAssembly.Memory | undefined
  const scope = globalThis as { location?: object }
  scope.location = { href: 'file:///' }
  const sqlite = await initialize({
    instantiateWasm(imports, receive) {
      const instance = new WebAssembly.Instance(compiled, imports)
      memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory)
      receive(instance)
    },
  })
  delete scope.location
  return { sqlite, heapBytes: () => memory?.buffer.byteLength ?? Number.NaN }
}

test('[EPH-5] after 50,000 edits of a document that stays small its rows and the memory of the database are small', {
  timeout: 90_000,
}, async () => {
  const { sqlite, heapBytes } = await openSqlite()
  const storage = openMemoryStorage(
    sqlite,
    async () => {},
    () => {},
  )
  migrateRoom(storage)
  const store = createDocumentStore(storage.sql)
  const segments = createSegmentStore(storage.sql, store)
  const document = openDocument(store.create('default', 0), store, {
    clock: () => Date.now(),
    absorb: (id) => segments.clear(id),
    updateSteps: () => limits.documentWorkMax,
    look: () => [],
  })
  const sizeOfRows = () =>
    storage.sql
      .exec<{ bytes: number }>('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
      .one().bytes

  const author = new Y.Doc()
  const text = author.getText('content')
  const updates: Uint8Array[] = []
  author.on('update', (update: Uint8Array) => updates.push(update))
  const heapBefore = heapBytes()
  let largest = 0
  let edits = 0
  const type = (until: number) => {
    while (edits < until) {
      if (text.length > 400) text.delete(0, 200)
      else text.insert(text.length, 'a few words, ')
      for (const update of updates.splice(0)) {
        edits += 1
        storage.transactionSync(() => {
          document.commit([{ update, content: checkUpdate(update), from: { id: 'con' } }], '1')
          document.compactIfLong()
        })
      }
      if (edits % 500 === 0) largest = Math.max(largest, sizeOfRows())
    }
  }
  type(10_000)
  const largestEarly = largest
  const heapEarly = heapBytes()
  type(50_000)
  expect(edits).toBeGreaterThanOrEqual(50_000)
  expect(largestEarly).toBeGreaterThan(0)
  expect(largest).toBeLessThan(largestEarly * 1.2)
  expect(largest).toBeLessThan(2 ** 20)
  expect(heapBytes()).toBe(heapEarly)
  expect(heapEarly - heapBefore).toBeLessThan(8 * 2 ** 20)

  storage.transactionSync(() => document.settle(1))
  expect(store.kept(1).rows).toBe(0)
  // Pages that are free are given back, not kept for later.
  expect(sizeOfRows()).toBeLessThan(300 * 1024)
  expect(store.size(1).bytes).toBeLessThan(20 * 1024)
  expect(document.encodeMissing(Uint8Array.of(0)).length).toBeLessThan(20 * 1024)
  await storage.erase()
})
