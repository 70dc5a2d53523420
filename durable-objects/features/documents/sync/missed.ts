/** What viewers who fell behind have of each document, so that they get the rest in one update when they have caught up. */
import type { Connection } from '../../../room/feature.ts'
import type { OpenDocuments } from '../state/open-documents.ts'

export interface Missed {
  /** From now on `viewer` misses the changes of the documents `names`. */
  begin(viewer: Connection, names: readonly string[]): void
  /** What `viewer` is being sent of `name` is up to date. */
  current(viewer: Connection, name: string): void
  /** Name and update of every document that has changed meanwhile. */
  end(viewer: Connection): readonly (readonly [string, Uint8Array])[]
  forget(viewer: Connection): void
}

interface Known {
  readonly stateVector: Uint8Array
  readonly version: object | null
}

const nothing: Known = { stateVector: Uint8Array.of(0), version: null }

export const createMissed = (library: OpenDocuments): Missed => {
  const knownBy = new Map<string, Map<string, Known>>()

  const asOfNow = (name: string): Known => {
    const document = library.open(name)
    return document === null ? nothing : { stateVector: document.stateVector(), version: document.version() }
  }

  return {
    begin: ({ id }, names) => void knownBy.set(id, new Map(names.map((name) => [name, asOfNow(name)]))),
    current({ id }, name) {
      knownBy.get(id)?.set(name, asOfNow(name))
    },
    end({ id }) {
      const known = knownBy.get(id) ?? new Map<string, Known>()
      knownBy.delete(id)
      return [...known].flatMap(([name, { stateVector, version }]) => {
        const document = library.open(name)
        if (document === null || document.version() === version) return []
        return [[name, document.encodeMissing(stateVector)] as const]
      })
    },
    forget: ({ id }) => void knownBy.delete(id),
  }
}
