/** The interface a feature implements. The room knows nothing else of a feature, a feature nothing else of the room. */
import type {
  Body,
  ClientMessage,
  Contract,
  Event,
  Reply,
  RequestName,
  ServerFrame,
  Snapshot,
} from '@syncforge/protocol/contract'
import type { Fact } from '@syncforge/protocol/facts'
import type { Channel } from '@syncforge/protocol/frames'
import type { Person } from '@syncforge/protocol/person'
import type { Doc, Transaction } from 'yjs'
import type { Migration } from '../actor/migrate.ts'
import type { RoomSettings } from './admission.ts'
import type { Connection, DepartedPerson, KnownPerson, RoomContext } from './context.ts'

export type { Log } from '../actor/log.ts'
export type { Migration } from '../actor/migrate.ts'
export type { Sql } from '../actor/storage.ts'
export type { RoomSettings } from './admission.ts'
export type { Connection, Contents, KnownPerson, Look, RoomContext } from './context.ts'
export type { RoomFiles } from './files/files.ts'

/** Who hears it. `others` is everyone but the connection that caused it; a person hears it on all of their connections (rule PE4). */
export type Audience = 'everyone' | 'others' | 'self' | Person | { readonly connectionId: string }

export interface Announcement<C extends Contract> {
  readonly to: Audience
  readonly event: Event<C>
  /** Only connections that follow this topic hear it, of `everyone` or `others`. */
  readonly topic?: string
}

/**
 * What becomes of it for a socket that cannot keep up. `reliable`: it is sent all the same. `latest` and `resumable`: it is left out, and
 * `catchUp` makes up for it, with the current state or with what the client lacks since `onBehind`.
 */
export type DeliveryKind = 'reliable' | 'latest' | 'resumable'

export interface FrameAnnouncement<C extends Contract = Contract> {
  readonly to: Audience
  readonly frame: ServerFrame<C>
  /** Only connections that follow this topic hear it; without one, all of the audience. */
  readonly topic?: string
  /** Connections that follow this topic do not hear it. */
  readonly exceptTopic?: string | undefined
  readonly delivery: DeliveryKind
  /** The number of the connection that caused it and skips it, 0 for none. */
  readonly origin: number
}

/** What a handler wants to happen once its rows are committed. */
export interface Outcome<C extends Contract, N extends RequestName<C>> {
  readonly reply: Reply<C, N>
  readonly announce?: readonly Announcement<C>[]
  readonly frames?: readonly FrameAnnouncement[]
  readonly facts?: readonly Fact[]
}

/** What a moment of the room leads to, once its rows are committed. */
export interface Consequences<C extends Contract> {
  readonly announce?: readonly Announcement<C>[]
  readonly facts?: readonly Fact[]
}

/**
 * An answer of about `bytes` to the sender. A large one is made part by part, the next when the sender has read most of those before. What is
 * asked for under a key whose answer still waits takes its place.
 */
export interface FrameAnswer {
  readonly key: string
  readonly bytes: number
  readonly parts: Iterator<readonly FrameAnnouncement[], void>
}

/** What a frame handler or the tick wants to happen. */
export interface FrameOutcome {
  readonly announce?: readonly FrameAnnouncement[]
  /** An answer to the sender. */
  readonly answer?: FrameAnswer
  readonly facts?: readonly Fact[]
  /** Something is left for the next tick. */
  readonly more?: boolean
}

/** One for each channel of the contract. */
export type FrameHandlers<C extends Contract> = {
  readonly [B in keyof C['channels'] & Channel]: (
    message: ClientMessage<C, B>,
    from: Connection,
  ) => FrameOutcome | undefined
}

/** A whole copy of one piece of the room's state. */
export interface MirrorItem {
  /** With `key`, names the piece within the room: `document`, `default`. */
  readonly kind: string
  readonly key: string
  /** Rises with every change of the piece. */
  readonly sequence: number
  readonly bytes: Uint8Array
}

/** A copy as it comes back. */
export interface MirrorCopy extends MirrorItem {
  /** When it was stored, in milliseconds since 1970. */
  readonly at: number
}

/** State that has a copy in Postgres, in pieces of one kind. */
export interface MirrorSource {
  readonly kind: string
  /** Keys of the pieces that have changed since they were last confirmed. */
  changed(): readonly string[]
  /** `null` when the piece cannot be copied now. */
  read(key: string): MirrorItem | null
  confirm(item: MirrorItem): void
  /**
   * The room's storage was empty: takes a piece back. They come in the order of their kinds, then of their keys. Later changes of it have
   * higher sequences. Twice is as good as once. In a transaction.
   */
  restore(copy: MirrorCopy): void
}

/** A piece of a feature's content on its way between two rooms with a common past. */
export interface BranchPiece {
  readonly key: string
  /** As JSON. */
  readonly about: unknown
  readonly bytes: Uint8Array
}

export interface PackRequest {
  /** As it was at this version; `null` for now. */
  readonly version: string | null
  /** Only these pieces; `null` for all. */
  readonly keys: readonly string[] | null
  /** What the other room has, as its own `known` said. */
  readonly known: ReadonlyMap<string, Uint8Array>
}

/** What has become of a piece. */
interface Unpacked {
  readonly changed: boolean
  readonly announce?: readonly Announcement<Contract>[]
  readonly frames: readonly FrameAnnouncement[]
  readonly facts: readonly Fact[]
}

/** Content that a fork of the room gets, and that can be merged back. */
export interface Branching {
  known(): Iterable<BranchPiece>
  /** What the other room lacks, each piece made when it is asked for. @throws RoomError before the first one */
  pack(request: PackRequest): Iterable<BranchPiece>
  /** Takes a piece as an edit of `from`. Runs in a transaction. */
  unpack(piece: BranchPiece, from: Connection): Unpacked
}

export interface Unread {
  /** How much, exactly. */
  of(person: Person): number
  /** Events after which it is another number for somebody. */
  readonly changedBy: readonly string[]
}

/** People whom a feature has written down: others may mean them. */
export interface WrittenPeople {
  called(userId: string): readonly KnownPerson[]
  /** At most so many, those who came last. */
  newest(limit: number): readonly KnownPerson[]
}

/** Follows the Yjs documents of other features. */
export interface ContentWatcher<C extends Contract> {
  /**
   * A transaction of Yjs ends: what it deleted still has its text and its neighbours. What is returned comes to `changed` if the change is taken;
   * `null`: nothing of interest. Writes nothing, keeps no item.
   */
  look(name: string, transaction: Transaction): unknown
  /** The change was taken; `looks` has what `look` returned. In the transaction of the change. */
  changed(name: string, looks: readonly unknown[]): readonly Announcement<C>[]
}

export interface RoomFeature<C extends Contract> {
  readonly handlers: { readonly [N in RequestName<C>]: (body: Body<C, N>, from: Connection) => Outcome<C, N> }
  /** Only a contract without channels has none. */
  readonly frames?: FrameHandlers<C>
  snapshot(viewer: Connection): Snapshot<C>
  /** The part of the room that a request's body or a frame's message is about: rights may differ there. */
  partOf?(about: unknown): string | null
  onJoin?(connection: Connection): readonly Announcement<C>[]
  /** The room is set up otherwise than `before`. */
  onSettings?(before: RoomSettings): readonly Announcement<C>[]
  /**
   * Its socket closed while the room slept, so it was not among the connections of this wake when the feature was opened: take in what it
   * keeps. It leaves or waits for its return right after.
   */
  onFound?(connection: Connection): void
  onLeave?(connection: Connection): Consequences<C>
  /** Nobody is here any more: the last connection has left. */
  onLastLeave?(): Consequences<C>
  onAlarm?(now: number): Consequences<C>
  /** Writes and announces what frames have collected since the last tick. Runs in a transaction. */
  onTick?(): FrameOutcome
  /** Whether frames have left something that `onTick` is to write. It is written before anything else of the feature is done in a transaction. */
  hasPending?(): boolean
  /** Traffic has ended: remember with the connections what must survive a sleep. */
  onQuiet?(): void
  readonly mirrors?: readonly MirrorSource[]
  readonly branching?: Branching
  /** Its Yjs documents, for others to look at and never to change. `null`: there is none of that name. @throws RoomError ROOM_UNAVAILABLE */
  content?(name: string): Doc | null
  /** What is pending of others is written before a request of a feature that watches. */
  readonly watcher?: ContentWatcher<C>
  readonly people?: WrittenPeople
  /** Those who have left lately and are not here, the last first: for others to tell of. */
  departed?(): readonly DepartedPerson[]
  /** What somebody has not read of it, for who looks at the room from outside. */
  readonly unread?: Unread
  onFacts?(facts: readonly Fact[]): readonly Announcement<C>[]
  /** From now on the viewer misses what is `latest` or `resumable`. */
  onBehind?(viewer: Connection): void
  /** A frame that a stock client answers, so that its answer confirms what was sent before. */
  mark?(viewer: Connection): ServerFrame<C> | null
  /** What the viewer has missed since `onBehind`. */
  catchUp?(viewer: Connection): readonly (FrameAnnouncement | Announcement<C>)[]
  /** The rows came from an export file: set the wake-ups that they need. */
  onImport?(): void
  /**
   * Drops every cache: what is in memory may be of a transaction that was rolled back. Called when one in which the feature wrote rows does,
   * when the feature itself failed, and when the room is unloaded. What has no rows stays: what waits for the tick, who points where.
   */
  forget?(): void
}

export interface FeatureDefinition<C extends Contract> {
  readonly contract: C
  readonly migrations: readonly Migration[]
  /**
   * The tables are made with the first row, so that a room without the feature does without them. Until then {@link RoomContext.hasTables} says
   * no, an INSERT makes them, and every other query finds nothing: a count not even a zero.
   */
  readonly tablesOnDemand?: true
  /** Tables about this very room: an export leaves them out. */
  readonly localTables?: readonly string[]
  /** Called once per wake, after the migrations ran. */
  open(room: RoomContext): RoomFeature<NoInfer<C>>
}

export const defineFeature = <C extends Contract>(definition: FeatureDefinition<C>): FeatureDefinition<C> => definition
