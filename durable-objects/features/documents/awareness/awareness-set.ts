/** The awareness states of every document, kept with their connections when traffic ends so that they survive a sleep. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { Connection } from '../../../room/feature.ts'
import { type AwarenessLedger, type AwarenessStates, createAwarenessStates, type Owned } from './awareness.ts'

export interface AwarenessSet {
  /** @throws RoomError */
  apply(name: string, update: Uint8Array, from: Connection): Uint8Array | null
  /** Takes in the states that the connection keeps. */
  recall(connection: Connection): void
  leave(connection: Connection): void
  /** Per document with changes: its name and the awareness update. */
  takeChanges(): readonly (readonly [string, Uint8Array])[]
  encodeAll(name: string): Uint8Array | null
  names(): readonly string[]
  /** Writes what has changed hands since the last call into the memory of its connections. */
  save(): void
}

const memoryKey = 'awareness'

export const createAwarenessSet = (clock: () => number, connections: () => readonly Connection[]): AwarenessSet => {
  const documents = new Map<string, AwarenessStates>()
  const ledger: AwarenessLedger = new Map()
  const unsaved = new Set<string>()

  const statesOf = (name: string): AwarenessStates => {
    const known = documents.get(name)
    if (known !== undefined) return known
    if (documents.size >= limits.documentsPerRoom) {
      for (const [other, states] of documents) if (states.isEmpty()) documents.delete(other)
    }
    if (documents.size >= limits.documentsPerRoom) {
      throw new RoomError('LIMIT_EXCEEDED', 'People of this room are in as many documents as they may be', {
        max: limits.documentsPerRoom,
      })
    }
    const states = createAwarenessStates(clock, ledger)
    documents.set(name, states)
    return states
  }

  const recall = (connection: Connection) => {
    const kept = (connection.recall(memoryKey) ?? {}) as Readonly<Record<string, Owned>>
    for (const [name, owned] of Object.entries(kept)) statesOf(name).restore(connection.number, owned)
  }
  for (const connection of connections()) recall(connection)

  return {
    recall,
    apply(name, update, from) {
      unsaved.add(from.id)
      return statesOf(name).apply(update, from.number)
    },
    leave({ id, number }) {
      unsaved.delete(id)
      for (const states of documents.values()) states.leave(number)
    },
    takeChanges: () =>
      [...documents].flatMap(([name, states]) => {
        const update = states.takeChanges()
        return update === null ? [] : [[name, update] as const]
      }),
    encodeAll: (name) => documents.get(name)?.encodeAll() ?? null,
    names: () => [...documents.keys()],
    save() {
      if (unsaved.size === 0) return
      for (const connection of connections()) {
        if (!unsaved.has(connection.id)) continue
        const owned = [...documents].map(([name, states]) => [name, states.ownedBy(connection.number)] as const)
        connection.remember(
          memoryKey,
          Object.fromEntries(owned.filter(([, entries]) => Object.keys(entries).length > 0)),
        )
      }
      unsaved.clear()
    },
  }
}
