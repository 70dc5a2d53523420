/** The awareness states of every document, kept with their connections when traffic ends so that they survive a sleep. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { Connection, RoomContext } from '../../../room/feature.ts'
import { type AwarenessStates, createAwarenessStates, type Owned } from './awareness.ts'
import { createClaims } from './claims.ts'
import { createDepartedIds } from './departed.ts'
import { createAwarenessLedger } from './ledger.ts'

export interface AwarenessSet {
  /** @throws RoomError */
  apply(name: string, update: Uint8Array, from: Connection): Uint8Array | null
  /** Takes in the states that the connection keeps. */
  recall(connection: Connection): void
  leave(connection: Connection): void
  /** Per document with changes: its name and the awareness update; as much as may be said to so many listeners at a time. */
  takeChanges(listeners: number): readonly (readonly [string, Uint8Array])[]
  /** More has changed than {@link takeChanges} has given: the newest of it is for the next time. */
  hasChanges(): boolean
  /** Every state of a document, in updates of a bounded size. */
  encodeAll(name: string): readonly Uint8Array[]
  /** About what {@link encodeAll} takes. */
  bytes(name: string): number
  names(): readonly string[]
  /** Writes what has changed hands since the last call into the memory of its connections. */
  save(): void
}

const memoryKey = 'awareness'

/** One update has about so many bytes at most. */
const updateMaxBytes = 256 * 1024
/** What a tick says to all together, unless that is less for each than this. Large states of many cost their product. */
const tickMaxBytes = 32 * 1024 * 1024
const tickMinBytes = 64 * 1024

export const createAwarenessSet = ({
  clock,
  connections,
  doubt,
}: Pick<RoomContext, 'clock' | 'connections' | 'doubt'>): AwarenessSet => {
  const documents = new Map<string, AwarenessStates>()
  const ledger = createAwarenessLedger()
  const departed = createDepartedIds(clock)
  let lastNumber = 0
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
    const states = createAwarenessStates(++lastNumber, departed, ledger)
    documents.set(name, states)
    return states
  }

  const recall = (connection: Connection) => {
    const kept = (connection.recall(memoryKey) ?? {}) as Readonly<Record<string, Owned>>
    for (const [name, owned] of Object.entries(kept)) statesOf(name).restore(connection.number, owned)
  }
  for (const connection of connections()) recall(connection)

  const claims = createClaims({
    doubt,
    give({ name, clientId, owner, by, update }) {
      const states = statesOf(name)
      // Meanwhile it may have left, or given the id up.
      if (states.ownerOf(clientId) !== owner.number || !connections().includes(by)) return
      try {
        states.give(clientId, by.number)
        states.apply(update, by.number)
      } catch {
        // Too much for the new owner: it hears that of its next update.
      }
      for (const { id } of [owner, by]) unsaved.add(id)
    },
    clock,
  })

  return {
    recall,
    apply(name, update, from) {
      unsaved.add(from.id)
      const states = statesOf(name)
      const applied = states.apply(update, from.number)
      for (const clientId of applied.claims) {
        const owner = connections().find(({ number }) => number === states.ownerOf(clientId))
        if (owner !== undefined) claims.made({ name, clientId, owner, by: from, update })
      }
      return applied.correction
    },
    leave({ id, number }) {
      unsaved.delete(id)
      for (const states of documents.values()) states.leave(number)
    },
    takeChanges(listeners) {
      const changes: (readonly [string, Uint8Array])[] = []
      let left = Math.min(updateMaxBytes, Math.max(tickMinBytes, tickMaxBytes / Math.max(1, listeners)))
      for (const [name, states] of documents) {
        if (left <= 0) break
        const update = states.takeChanges(left)
        if (update === null) continue
        left -= update.length
        changes.push([name, update])
      }
      // Whoever was passed over comes first the next time.
      for (const [name] of changes) {
        const states = statesOf(name)
        documents.delete(name)
        documents.set(name, states)
      }
      return changes
    },
    hasChanges: () => [...documents.values()].some((states) => states.hasChanges()),
    encodeAll: (name) => documents.get(name)?.encodeAll(updateMaxBytes) ?? [],
    bytes: (name) => documents.get(name)?.bytes() ?? 0,
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
