// Owns the 4 MB document of the join scenario: text written in many small passages at random places, as a document that
// people worked on for long looks like. Made once per run by Yjs itself and kept in a file for every server.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as Y from 'yjs'

const targetBytes = 4_000_000
const passagesPerUpdate = 400
const passage = 'a passage of a long document. '
const authors = 8
const firstClientId = 0x30000000

export interface LargeDocument {
  /** In order; together they are the document. */
  readonly updates: readonly Uint8Array[]
  /** Clock that each author reached: everything below it is part of the document. */
  readonly clocks: ReadonlyMap<number, number>
}

/** Repeatable, so that every run measures the same document. */
const createRandom = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const write = (): Uint8Array[] => {
  const random = createRandom(7)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  let bytes = 0
  doc.on('update', (update: Uint8Array) => {
    updates.push(update)
    bytes += update.length
  })
  const text = doc.getText('content')
  for (let turn = 0; bytes < targetBytes; turn++) {
    doc.clientID = firstClientId + (turn % authors)
    doc.transact(() => {
      let at = Math.floor(random() * text.length)
      for (let i = 0; i < passagesPerUpdate; i++) {
        text.insert(at, passage.slice(0, 10 + Math.floor(random() * 20)))
        at = Math.max(0, Math.min(text.length - 1, at + Math.floor(random() * 400) - 200))
      }
    })
  }
  return updates
}

/** Reads the document from the file; writes it first where it is missing. */
export const largeDocument = (file: string): LargeDocument => {
  if (!existsSync(file)) {
    const updates = write().map((update) => Buffer.from(update).toString('base64'))
    writeFileSync(`${file}.part`, JSON.stringify(updates))
    renameSync(`${file}.part`, file)
  }
  const encoded: string[] = JSON.parse(readFileSync(file, 'utf8'))
  const updates = encoded.map((update) => Buffer.from(update, 'base64'))
  const clocks = new Map<number, number>()
  for (const update of updates) {
    for (const [client, clock] of Y.parseUpdateMeta(update).to)
      clocks.set(client, Math.max(clock, clocks.get(client) ?? 0))
  }
  return { updates, clocks }
}
