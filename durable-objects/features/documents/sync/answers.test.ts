/** What a crowd that joins costs: answers are encoded and cut once for all who are at the same place, whatever is written meanwhile. */
import initialize from 'sql.js/dist/sql-wasm-browser.js'
import compiled from 'sql.js/dist/sql-wasm-browser.wasm'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openMemoryStorage } from '../../../actor/memory-storage.ts'
import { migrateRoom } from '../../../room/open.ts'
import { openDocument } from '../state/open-document.ts'
import { createDocumentStore } from '../state/store.ts'
import { createAnswers } from './answers.ts'
import { checkUpdate } from './update.ts'

const joiners = 50
const nothing = Uint8Array.of(0)
/** Documents of megabytes are made here. */
const timeoutMs = 60_000

const openSqlite = () =>
  initialize({
    instantiateWasm(imports, receive) {
      receive(new WebAssembly.Instance(compiled, imports))
    },
  })

const setUp = async () => {
  const scope = globalThis as { location?: object }
  scope.location = { href: 'file:///' }
  const storage = openMemoryStorage(
    await openSqlite(),
    async () => {},
    () => {},
  )
  delete scope.location
  migrateRoom(storage)
  const store = createDocumentStore(storage.sql)
  const opened = openDocument(store.create('default', 0), store, {
    clock: () => 0,
    absorb: () => {},
    updateSteps: () => Number.POSITIVE_INFINITY,
    look: () => [],
  })
  let encoded = 0
  const document = {
    ...opened,
    held: opened.held,
    encodeMissing(stateVector: Uint8Array) {
      encoded += 1
      return opened.encodeMissing(stateVector)
    },
  }
  const author = new Y.Doc()
  author.on('update', (update: Uint8Array) => {
    const pending = [{ update, from: { id: 'ada' }, content: checkUpdate(update, Number.POSITIVE_INFINITY) }]
    storage.transactionSync(() => {
      expect(document.commit(pending, '1').refused).toEqual([])
    })
  })
  const answers = createAnswers(() => 0)
  /** Somebody who asks for the document; `doc` is what the first and the last of a crowd make of the answer. */
  const join = (number = 0) => {
    const doc = new Y.Doc()
    const isApplied = number === 0 || number === joiners - 1
    let isEnding = false
    const parts = answers.parts({
      name: 'default',
      stateVector: nothing,
      open: () => document,
      isEnding: () => {
        isEnding = true
      },
    })
    const frames: object[] = []
    /** Returns whether there was something left. */
    const read = (): boolean => {
      const { done, value } = parts.next()
      if (done) return false
      for (const frame of value) {
        frames.push(frame)
        if (isApplied && 'update' in frame.message) Y.applyUpdate(doc, frame.message.update)
      }
      return true
    }
    return { doc, read, frames, hasEnded: () => isEnding }
  }
  return { author, join, encodings: () => encoded }
}

/** So that nothing of it is joined in memory or on the wire. */
const passages = (author: Y.Doc, count: number) =>
  author.transact(() => {
    const text = author.getText('content')
    for (let n = 0; n < count; n++) text.insert(0, `a passage of a long document, number ${n}. `)
  })

test(
  'a crowd that opens a large document costs one encoding',
  async () => {
    const { author, join, encodings } = await setUp()
    passages(author, 30_000)
    const crowd = Array.from({ length: joiners }, (_, number) => join(number))
    for (const { read } of crowd) while (read());
    expect(encodings()).toBe(1)
    const frames = new Set(crowd.flatMap(({ frames }) => frames.slice(0, -1)))
    expect(frames.size).toBe((crowd[0]?.frames.length ?? 0) - 1)
    for (const { doc } of [crowd[0], crowd.at(-1)].filter((one) => one !== undefined))
      expect(doc.getText('content').toString()).toBe(author.getText('content').toString())
  },
  timeoutMs,
)

test(
  'a crowd that comes while much is written shares what has come meanwhile',
  async () => {
    const { author, join, encodings } = await setUp()
    passages(author, 25_000)
    const early = join()
    early.read()
    passages(author, 25_000)
    author.getText('content').insert(0, 'and on. ')
    const crowd = Array.from({ length: joiners }, (_, number) => join(number))
    // Everybody reads a part in turn; while the last parts are read, somebody types.
    for (let turn = 0; crowd.some(({ hasEnded }) => !hasEnded()); turn++) {
      for (const { read } of crowd) read()
      if (turn < 10) author.getText('content').insert(0, 'x')
    }
    for (const { read } of crowd) while (read());
    const text = author.getText('content').toString()
    for (const { doc } of [crowd[0], crowd.at(-1)].filter((one) => one !== undefined))
      expect(doc.getText('content').toString().endsWith(text.replace(/^x+/, ''))).toBe(true)
    // The first state, what was written since, and what was typed since that, once for each time that somebody typed.
    expect(encodings()).toBeLessThanOrEqual(2 + 10)
  },
  timeoutMs,
)

test(
  'an answer ends while somebody types, however much was deleted',
  async () => {
    const { author, join } = await setUp()
    const text = author.getText('content')
    author.transact(() => {
      for (let n = 0; n < 400_000; n++) text.insert(0, 'a')
    })
    author.transact(() => {
      for (let at = text.length - 1; at > 0; at -= 2) text.delete(at, 1)
    })
    const { doc, read, frames, hasEnded } = join()
    while (!hasEnded()) {
      read()
      expect(frames.length).toBeLessThan(100)
      if (!hasEnded()) text.insert(0, 'x')
    }
    expect(doc.getText('content').length).toBe(text.length)
  },
  timeoutMs,
)
