/** What a feature is given: storage, a clock, wake-ups and the connections. No socket is in reach. */

import type { Access } from '@syncforge/protocol/access'
import type { Person } from '@syncforge/protocol/person'
import type { User } from '@syncforge/protocol/schemas'
import type { Doc, Transaction } from 'yjs'
import type { Log } from '../actor/log.ts'
import type { Sql } from '../actor/storage.ts'
import type { Moderation, RoomSettings, UserDecision } from './admission.ts'
import type { RoomFiles } from './files/files.ts'

/** One client's stay in the room, surviving reconnects within the grace period. */
export interface Connection {
  readonly id: string
  /** Names the connection in binary frames; unique among those present. */
  readonly number: number
  readonly user: User
  /** Shown by somebody with a key: nobody whose coming and going counts. */
  readonly isAgent: boolean
  /** A call with a key of the organization, whose word about people is taken. */
  readonly isTrusted: boolean
  /** In the room as a whole. */
  readonly access: Access
  /** In one named part of it, such as a document: the room's access unless something else was granted there. */
  accessTo(part: string): Access
  readonly joinedAt: number
  /** A small value that a feature keeps with the connection; it survives hibernation. */
  recall(key: string): unknown
  remember(key: string, value: unknown): void
  readonly topics: ReadonlySet<string>
  /** Hear announcements on `topic` from now on. */
  follow(topic: string): void
  unfollow(topic: string): void
}

/** What one feature saw in a change of another's document. */
export interface Look {
  readonly feature: string
  readonly seen: unknown
}

/** Yjs documents, which whoever owns them shows to those who watch. */
export interface Contents {
  /** To look at, never to change. `null`: there is none of that name. @throws RoomError ROOM_UNAVAILABLE */
  open(name: string): Doc | null
  /** Their owner: a transaction ends. */
  look(name: string, transaction: Transaction): readonly Look[]
  /** Their owner: the change was taken. In its transaction. */
  changed(name: string, looks: readonly Look[]): void
}

/** Somebody whom a mention reaches, and what they are called. */
export interface KnownPerson extends Person {
  readonly name: string
}

export interface DepartedPerson extends KnownPerson {
  /** In milliseconds since 1970. */
  readonly leftAt: number
}

export interface FoundPerson extends KnownPerson {
  readonly isHere: boolean
}

/** Everybody whom the room knows: who is here, whom a feature has written down, and to whom something was granted. */
export interface RoomPeople {
  /** Those who have left lately and are not here; the last first. */
  departed(): readonly DepartedPerson[]
  /** The one whom `from` means by an id, proven before claimed; `null`: nobody knows them. Whoever is trusted may mean anybody by a proven id (rule SU7). */
  find(userId: string, verified: boolean | undefined, from: Pick<Connection, 'isTrusted'>): KnownPerson | null
  /** Those whose name or id has `query` in it, the likeliest first (rules SU1–SU3), but for `viewer`. */
  suggest(query: string, limit: number, viewer: Connection): readonly FoundPerson[]
  /** Of these, those whom `viewer` may be offered. @throws RoomError BANNED for one who is not welcome */
  offerable(named: readonly KnownPerson[], viewer: Connection): readonly FoundPerson[]
  /** Where the organization's own address is asked for more than these; `null`: nowhere. */
  more(
    question: { readonly query: string; readonly limit: number },
    found: readonly FoundPerson[],
    viewer: Connection,
  ): string | null
}

export interface RoomContext {
  /** Whoever writes with it has its `forget` called when the transaction rolls back. */
  readonly sql: Sql
  /** Whether the tables of a feature with `tablesOnDemand` are made. */
  hasTables(): boolean
  /** Runs `work` all or nothing within the transaction under way. One that fails is logged as `what`, undone alone, and the rest goes on: returns whether it stands. */
  attempt(what: string, work: () => void): boolean
  /** Milliseconds since epoch. */
  clock(): number
  settings(): RoomSettings
  readonly people: RoomPeople
  /** Sets the wake-up `key`, or clears it with `null`. `onAlarm` follows, at least once. */
  wakeAt(key: string, at: number | null): void
  readonly contents: Contents
  readonly files: RoomFiles
  /** What the feature mirrors has changed. */
  mirrorLater(): void
  /** A document was changed up to `sequence`: whoever listens is told of the newest state within seconds. In the transaction of the change. */
  tellChange(document: string, sequence: number): void
  /**
   * Asks a connection that may be dead whether it is there. When nothing is heard of it within a second, its stay ends; `silent` is called right
   * before that. Clients that cannot be asked are believed.
   */
  doubt(connection: Connection, silent: () => void): void
  /** Carries out a decision about somebody, as the organization would, in the transaction under way. Returns how many connections it met. */
  decide(moderation: Moderation, by: Connection): number
  /** What was decided about people, by user id, those that come after `after`. */
  decisions(after: string | null, limit: number): UserDecision[]
  /** Everyone present, those in their grace period included. */
  connections(): readonly Connection[]
  readonly log: Log
}
