/**
 * For tests in workerd: what rooms mirror to and are restored from, with Postgres' rules (the higher sequence stays, facts once each) and
 * without Postgres. A test says when it fails and looks in between. The real one is tested in test/db.
 */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { RoomName } from '../room/admission.ts'
import type { OutboxEntry } from '../room/facts/outbox.ts'
import type { MirrorCopy } from '../room/feature.ts'
import type { CopyPosition, MirrorBatch, MirrorTarget, RestorePage } from '../room/mirror/target.ts'

interface StoredRoom {
  readonly copies: Map<string, MirrorCopy>
  readonly facts: Map<number, OutboxEntry>
  /** Names of the calls, in their order. */
  readonly calls: ('accept' | 'restore')[]
  /** Sequences of the facts that each call brought. */
  readonly batches: number[][]
  /** When it was registered; `null` for a room that is not. */
  createdAt: number | null
  /** Runs before a call does its work, and before it answers; what it throws is what the call rejects with. */
  before(batch?: MirrorBatch): Promise<void>
  after(): Promise<void>
}

const rooms = new Map<string, StoredRoom>()
const nothing = async () => {}
const makeRoom = (): StoredRoom => ({
  copies: new Map(),
  facts: new Map(),
  calls: [],
  batches: [],
  createdAt: 1,
  before: nothing,
  after: nothing,
})

/** What is stored of a room, from the first time that a test asks. Of other rooms nothing is: many tests call theirs alike. */
export const storedRoom = (roomId: string): StoredRoom => {
  const known = rooms.get(roomId)
  if (known !== undefined) return known
  const made = makeRoom()
  rooms.set(roomId, made)
  return made
}

const call = async <T>(
  { roomId }: RoomName,
  name: 'accept' | 'restore',
  work: (room: StoredRoom) => T,
  batch?: MirrorBatch,
): Promise<T> => {
  const room = rooms.get(roomId) ?? makeRoom()
  room.calls.push(name)
  await room.before(batch)
  const result = work(room)
  await room.after()
  return result
}

export class Mirror extends WorkerEntrypoint implements MirrorTarget {
  accept(batch: MirrorBatch): Promise<boolean> {
    const { room, items, facts } = batch
    const store = (stored: StoredRoom) => {
      if (facts.length > 0) stored.batches.push(facts.map(({ sequence }) => sequence))
      if (stored.createdAt !== room.createdAt) return false
      for (const item of items) {
        const position = `${item.kind}/${item.key}`
        const there = stored.copies.get(position)
        if (there === undefined || there.sequence < item.sequence)
          stored.copies.set(position, { ...item, at: Date.now() })
      }
      for (const fact of facts) if (!stored.facts.has(fact.sequence)) stored.facts.set(fact.sequence, fact)
      return true
    }
    return call(room, 'accept', store, batch)
  }

  restore(room: RoomName, after: CopyPosition | null): Promise<RestorePage | null> {
    return call(room, 'restore', (stored) => {
      if (stored.createdAt !== room.createdAt) return null
      const rest = [...stored.copies]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .filter(([position]) => after === null || position > `${after.kind}/${after.key}`)
        .map(([, copy]) => copy)
      return { copies: rest.slice(0, 1), hasMore: rest.length > 1, lastFact: Math.max(0, ...stored.facts.keys()) }
    })
  }
}
