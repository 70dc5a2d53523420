/**
 * Who is here, in the shape of the stock client's `Presence`: `{ key: { metas: [{ phx_ref, … }] } }`. What it relies on:
 *
 * PHX1  Every meta has a `phx_ref`; a changed meta has a new one, also on the next line: equal refs are taken for equal content.
 * PHX2  One diff names a changed meta in `joins`, with the ref that it replaces, and what it replaces in `leaves`.
 * PHX3  A diff is about what this client has seen: what came and went meanwhile is in none, of several changes only the last one is.
 * PHX4  The key is the user id. Who merely claims the id of somebody verified who is here stands under `claimed:` and the id for as long as that is
 *       so; nobody stands under `__proto__`.
 */
import { randomText } from '@syncforge/protocol/ids'
import type { Participant } from '@syncforge/protocol/presence'

interface Meta {
  readonly phx_ref: string
  readonly [field: string]: unknown
}

interface Entry {
  readonly metas: readonly Meta[]
}

type Entries = Readonly<Record<string, Entry>>

export interface PresenceDiff {
  readonly joins: Entries
  readonly leaves: Entries
}

/** What the client was told of one connection. */
interface Shown {
  readonly key: string
  readonly meta: Meta
}

export interface PresenceList {
  person(connectionId: string): Participant | undefined
  /** The person that binary frames call by this number. */
  numbered(number: number): Participant | undefined
  byId(person: Pick<Participant, 'userId' | 'verified'>): Participant | undefined
  join(person: Participant): void
  change(connectionId: string, change: Partial<Pick<Participant, 'presence' | 'activity'>>): void
  leave(connectionId: string): void
  /** As the client was told it by all diffs so far. */
  state(): Entries
  /** What has changed since the last diff; `null` for nothing that the client would see. */
  takeDiff(): PresenceDiff | null
}

const group = (shown: Iterable<Shown>): Entries => {
  const metas = new Map<string, Meta[]>()
  for (const { key, meta } of shown) metas.set(key, [...(metas.get(key) ?? []), meta])
  // Own properties, whatever a user is called.
  return Object.fromEntries([...metas].map(([key, list]) => [key, { metas: list }]))
}

export const createPresenceList = (present: readonly Participant[]): PresenceList => {
  const people = new Map(present.map((person) => [person.connectionId, person]))
  const numbers = new Map(present.map(({ number, connectionId }) => [number, connectionId]))
  const shown = new Map<string, Shown>()
  const changed = new Set(people.keys())
  const prefix = randomText(6)
  let lastRef = 0

  const verifiedIds = () => new Set([...people.values()].flatMap(({ userId, verified }) => (verified ? userId : [])))
  let proven = verifiedIds()

  const keyOf = ({ userId, verified }: Participant): string => {
    let key = userId
    while (key === '__proto__' || (!verified && proven.has(key))) key = `claimed:${key}`
    return key
  }
  const metaOf = (person: Participant, before: Shown | undefined): Meta => {
    const { userId, userInfo, verified, connectionId, joinedAt, activity, presence } = person
    const { name, color, avatar } = userInfo
    lastRef += 1
    return {
      ...presence,
      user: { ...userInfo, id: userId },
      online_at: Math.floor(joinedAt / 1_000),
      joined_at: new Date(joinedAt).toISOString(),
      name,
      username: name,
      color,
      ...(avatar === undefined ? {} : { avatar_url: avatar }),
      verified,
      activity,
      connection_id: connectionId,
      ...(before === undefined ? {} : { phx_ref_prev: before.meta.phx_ref }),
      phx_ref: `${prefix}${lastRef.toString(36)}`,
    }
  }
  /** A proven person came or went: who claims their id stands elsewhere now. */
  const rekey = (person: Participant) => {
    if (!person.verified) return
    proven = verifiedIds()
    for (const other of people.values()) {
      const before = shown.get(other.connectionId)
      if (before !== undefined && !other.verified && before.key !== keyOf(other)) changed.add(other.connectionId)
    }
  }

  const takeDiff = (): PresenceDiff | null => {
    if (changed.size === 0) return null
    const joins: Shown[] = []
    const leaves: Shown[] = []
    for (const id of changed) {
      const before = shown.get(id)
      const person = people.get(id)
      if (before !== undefined) leaves.push(before)
      shown.delete(id)
      if (person === undefined) continue
      const now = { key: keyOf(person), meta: metaOf(person, before) }
      shown.set(id, now)
      joins.push(now)
    }
    changed.clear()
    return joins.length + leaves.length === 0 ? null : { joins: group(joins), leaves: group(leaves) }
  }
  // The first state is seen with the reply to the join.
  takeDiff()

  return {
    person: (connectionId) => people.get(connectionId),
    numbered: (number) => people.get(numbers.get(number) ?? ''),
    byId: ({ userId, verified }) =>
      [...people.values()].find((person) => person.userId === userId && person.verified === verified),
    join(person) {
      people.set(person.connectionId, person)
      numbers.set(person.number, person.connectionId)
      changed.add(person.connectionId)
      rekey(person)
    },
    change(connectionId, change) {
      const person = people.get(connectionId)
      if (person === undefined) return
      people.set(connectionId, { ...person, ...change })
      changed.add(connectionId)
    },
    leave(connectionId) {
      const person = people.get(connectionId)
      if (person === undefined) return
      people.delete(connectionId)
      numbers.delete(person.number)
      changed.add(connectionId)
      rekey(person)
    },
    state: () => group(shown.values()),
    takeDiff,
  }
}
