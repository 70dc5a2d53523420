/**
 * Words: what a family of Phoenix events stands for in the contracts, both ways. Types only. A family is opened once for each line, and
 * remembers what its own translation needs.
 */
import type { BodyInput, Event, Reply, RequestName } from '@syncforge/protocol/contract'
import type { Welcome } from '@syncforge/protocol/envelope'
import type { RoomError } from '@syncforge/protocol/errors'
import type { Channel } from '@syncforge/protocol/frames'
import type { inbox } from '@syncforge/protocol/inbox'
import type { Contracts, Snapshots } from '@syncforge/protocol/index'
import type { Decoder } from 'lib0/decoding'
import type { PresenceList } from '../presence-list.ts'

type Asked = Contracts & { readonly inbox: typeof inbox }
type AskedName = { [F in keyof Asked]: RequestName<Asked[F]> }[keyof Asked]
type BodyOf<N> = { [F in keyof Asked]: N extends RequestName<Asked[F]> ? BodyInput<Asked[F], N> : never }[keyof Asked]
type ReplyOf<N> = { [F in keyof Asked]: N extends RequestName<Asked[F]> ? Reply<Asked[F], N> : never }[keyof Asked]
type HeardEvent = { [F in keyof Asked]: Event<Asked[F]> }[keyof Asked]

/** What came with the join; nobody has looked at it. */
export type JoinParams = Readonly<Record<string, unknown>>

/** A topic that a client has joined. */
export interface Stay {
  readonly topic: string
  readonly kind: 'room' | 'document' | 'inbox'
  /** The document that its updates are of. */
  readonly document: string
  readonly params: JoinParams
  push(event: string, payload: unknown): void
  /** In binary; `false` where the topic is too long for that. */
  pushBytes(event: string, bytes: Uint8Array): boolean
}

/** What words may do. */
export interface Speaker {
  readonly welcome: Welcome['body']
  /** The welcome as it would be now, with everything heard since: what a topic is told that is joined now. */
  now(): Welcome['body']
  /** The place that was asked back, whether or not the room still knew it. */
  readonly formerly: string | undefined
  /** Who is here, as far as the client was told. */
  readonly people: PresenceList
  /** @throws RoomError */
  ask<N extends AskedName>(name: N, body: BodyOf<N>): Promise<ReplyOf<N>>
  send(frame: Uint8Array): void
  /** The topics that are joined and have been answered. */
  stays(): readonly Stay[]
  /** Says it on every topic that is the room as a whole. */
  tell(event: string, payload: unknown): void
}

/** Returns `true` when the words have said it in their own way; else it goes out under its native name. */
type EventWord<B> = (body: B) => boolean

/** What a reply is; `undefined` where none is sent. @throws RoomError */
type RequestWord = (payload: unknown, from: Stay) => unknown

export interface Words {
  /** By the Phoenix name, or by a native one whose effect the words must know. Those of several families are asked in the order of the registry. */
  readonly requests?: Readonly<Record<string, RequestWord>>
  readonly events?: { readonly [E in HeardEvent as E['type']]?: EventWord<E['body']> }
  readonly channels?: { readonly [C in Channel]?: (payload: Decoder) => void }
  /** Everything of one message was heard. */
  settled?(): void
  /** What the reply to a join says besides. @throws RoomError */
  joining?(stay: Stay): Promise<object> | object
  /** Said right after the reply to a join. */
  joined?(stay: Stay): void
  /** A topic whose join was asked for is no more, joined or not. */
  left?(stay: Stay): void
  /** What the family keeps current of the snapshots by itself: what it is made of comes too often to be followed twice. */
  state?(): Partial<Snapshots>
  /** A frame was refused. */
  refused?(error: RoomError): void
  ended?(error: RoomError): void
}

export type OpenWords = (speaker: Speaker) => Words
