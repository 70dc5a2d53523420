/** Reads the recorded editing histories of `test/traces`, and says what each transaction had seen. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type * as Y from 'yjs'

export type Patch = readonly [position: number, deleted: number, inserted: string]

interface Transaction {
  readonly parents: readonly number[]
  readonly agent: number
  readonly patches: readonly Patch[]
}

export interface Edit {
  readonly patches: readonly Patch[]
  /** Per author: how many of their edits had been seen when this one was made. Its author's own come all before it. */
  readonly seen: readonly number[]
}

const read = (name: string) => {
  const packed = readFileSync(join(import.meta.dirname, '..', 'traces', `${name}.json.gz`))
  return JSON.parse(gunzipSync(packed).toString()) as { endContent: string; numAgents: number; txns: Transaction[] }
}

export const readSequentialTrace = (name: string) => {
  const { endContent, txns } = read(name)
  return { endContent, patches: txns.flatMap((transaction) => transaction.patches) }
}

/** The edits of each author in their order, of the first `length` transactions: an author's clock is their count. */
export const readConcurrentTrace = (name: string, length = Number.POSITIVE_INFINITY) => {
  const { endContent, numAgents, txns } = read(name)
  const authors: Edit[][] = Array.from({ length: numAgents }, () => [])
  const clocks: number[][] = []
  for (const { parents, agent, patches } of txns.slice(0, length)) {
    const seen = Array.from({ length: numAgents }, (_, author) =>
      Math.max(0, ...parents.map((parent) => clocks[parent]?.[author] ?? 0)),
    )
    const own = authors[agent]
    if (own === undefined || seen[agent] !== own.length)
      throw new Error('an author who did not see their own last edit')
    own.push({ patches, seen })
    clocks.push(seen.map((clock, author) => (author === agent ? clock + 1 : clock)))
  }
  return { endContent, authors, isWhole: clocks.length === txns.length }
}

export const applyPatches = (text: Y.Text, patches: readonly Patch[]): void => {
  for (const [position, deleted, inserted] of patches) {
    if (deleted > 0) text.delete(position, deleted)
    if (inserted !== '') text.insert(position, inserted)
  }
}
