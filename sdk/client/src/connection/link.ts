/** Owns what a feature sees of the connection: what it may hear and what it may do. Types only. */
import type { Access } from '@syncforge/protocol/access'
import type { BodyInput, Reply, RequestName } from '@syncforge/protocol/contract'
import type { Hello, Welcome } from '@syncforge/protocol/envelope'
import type { Channel } from '@syncforge/protocol/frames'
import type { AnyEvent, AnyRequestName, Contracts, FeatureName } from '@syncforge/protocol/index'
import type { User } from '@syncforge/protocol/schemas'
import type { Decoder } from 'lib0/decoding'
import type { SyncForgeError } from '../errors.ts'

/** `connecting`: not yet in. `reconnecting`: was in, and will be again. `disconnected`: left, or refused for good. */
export type Status = 'connecting' | 'connected' | 'reconnecting' | 'disconnected'

/** Who this client is in the room. `connectionId` may change when a reconnect took longer than the room's grace period. */
export interface Self extends User {
  readonly connectionId: string
  readonly access: Access
  /** Documents in which I may do something else; left out for none. */
  readonly documents?: Readonly<Record<string, Access>>
}

export type Me = Welcome['body']['self']
/** What a request takes and gives, read off the one contract that has it. */
type BodyOf<N extends AnyRequestName> = {
  [F in FeatureName]: N extends RequestName<Contracts[F]> ? BodyInput<Contracts[F], N> : never
}[FeatureName]
type ReplyOf<N extends AnyRequestName> = {
  [F in FeatureName]: N extends RequestName<Contracts[F]> ? Reply<Contracts[F], N> : never
}[FeatureName]

/** What a feature hears of its room. Every moment is optional. */
export interface Listener {
  /** Its share of what I say about myself with every hello. */
  introduce?(): Omit<Hello['body'], 'session'>
  /** The room greeted: for the first time or after a reconnect. */
  welcomed?(welcome: Welcome['body']): void
  readonly events?: { readonly [E in AnyEvent as E['type']]?: (body: E['body']) => void }
  /** Binary frames by channel, without the channel byte. */
  readonly channels?: { readonly [C in Channel]?: (frame: Decoder) => void }
  /** My access changed while connected. */
  rightsChanged?(): void
  /** The room refused a binary frame; the error's details say which: `{ channel, document?, seq? }`. */
  refused?(error: SyncForgeError): void
  lost?(): void
  /** About to leave, possibly still connected: the last chance to send. */
  leaving?(): void
  /** The stay is over; `error` is what pending work fails with. */
  ended?(error: SyncForgeError): void
}

/** What a feature may do. */
export interface Link {
  readonly me: () => Me
  readonly isConnected: () => boolean
  /** How often I may send samples of one kind, as the room wants it now. */
  readonly sendIntervalMs: () => number
  /**
   * Asks the room. Waits for a connection if there is none.
   *
   * @param taken is called with the answer in its turn among the events. Whoever awaits it hears it after events that came later in the same
   * message: what an answer changes in a state belongs in here, else it overrides what has happened since.
   * @throws SyncForgeError, NETWORK_ERROR or TIMEOUT after 10 s
   */
  ask<N extends AnyRequestName>(type: N, body: BodyOf<N>, taken?: (reply: ReplyOf<N>) => void): Promise<ReplyOf<N>>
  /** Sends a binary frame if there is a connection, else returns `false`. */
  sendFrame(frame: Uint8Array): boolean
  /** An error that no call of the customer is waiting for. */
  report(error: SyncForgeError): void
  /** Hears the room from now on. Who comes when it is over hears that. */
  attach(listener: Listener): void
  /** Has the room greet anew, and so say everything again. */
  refresh(): void
  /** Ends the stay: what is held here must not meet this room. */
  end(error: SyncForgeError): void
}
