/** What a contract is, and the types read off it. One contract per feature; no shape is written a second time. */
import type { z } from 'zod'
import type { Access } from './access.ts'
import type { ChannelCodec } from './channel.ts'
import type { Channel } from './frames.ts'
import type { PlanFeature } from './plans.ts'

/** `latest` may be coalesced per sender while traffic is heavy; `reliable` never is and keeps its order. */
export type Delivery = 'reliable' | 'latest'

interface RequestEntry {
  readonly body: z.ZodType
  readonly reply: z.ZodType
  readonly access: Access
  /** The largest request as text, where it is below the limit of any message. */
  readonly maxBytes?: number
}

interface ChannelEntry {
  readonly access: Access
  /** The largest payload of a frame. */
  readonly maxBytes: number
  readonly codec: ChannelCodec
}

/** What a client hears of a feature: an event, or a message on a channel and when it came (ms since 1970). */
export type Heard =
  | { readonly kind: 'event'; readonly type: string; readonly body: unknown }
  | { readonly kind: 'frame'; readonly channel: Channel; readonly message: unknown; readonly at: number }

/** What a client asks for when it wants to look, and keeps up to date by what it hears, where a newcomer is told nothing. */
interface Listing {
  readonly request: string
  readonly body: object
  /** Asked before: whoever does not follow hears nothing. */
  readonly follow?: { readonly request: string; readonly body: object }
  /** What it makes of the reply when it hears something: the reply and everything since add up to what the next one is told. */
  fold(reply: unknown, heard: Heard): unknown
}

/** One feature's share of the wire: what may be asked, what is announced, what a newcomer is told. */
export interface Contract {
  readonly name: string
  /** What a plan must have for more than reading; left out, every plan has it. Rule PL1. */
  readonly feature?: PlanFeature
  readonly requests: Readonly<Record<string, RequestEntry>>
  readonly events: Readonly<Record<string, { readonly body: z.ZodType; readonly delivery: Delivery }>>
  /** Binary channels that the feature owns, with the least access a sender needs. */
  readonly channels: Readonly<Partial<Record<Channel, ChannelEntry>>>
  readonly snapshot: z.ZodType
  /**
   * What a client makes of its snapshot when it hears something, of this feature or of another: the snapshot and everything since add up
   * to what the next newcomer is told, whatever the order of a list. Left out where the snapshot is nothing.
   */
  fold?(state: unknown, heard: Heard): unknown
  readonly listing?: Listing
}

/**
 * Declares a feature's contract and keeps its literal types.
 *
 * @example
 * export const broadcast = defineContract({ name: 'broadcast', requests: {…}, events: {…}, channels: {}, snapshot: z.null() })
 */
export const defineContract = <const C extends Contract>(contract: C): C => contract

export type RequestName<C extends Contract> = Extract<keyof C['requests'], string>
export type EventName<C extends Contract> = Extract<keyof C['events'], string>
export type Body<C extends Contract, N extends RequestName<C>> = z.infer<C['requests'][N]['body']>
/** What a caller writes: defaults may be left out. */
export type BodyInput<C extends Contract, N extends RequestName<C>> = z.input<C['requests'][N]['body']>
export type Reply<C extends Contract, N extends RequestName<C>> = z.infer<C['requests'][N]['reply']>
export type Snapshot<C extends Contract> = z.infer<C['snapshot']>
export type Event<C extends Contract> = {
  [N in EventName<C>]: { readonly type: N; readonly body: z.infer<C['events'][N]['body']> }
}[EventName<C>]

type CodecOf<Entry> = Entry extends { readonly codec: ChannelCodec<infer In, infer Out> } ? [In, Out] : never
type ChannelOf<C extends Contract> = keyof C['channels'] & Channel
/** A message of a client on one of the contract's channels. */
export type ClientMessage<C extends Contract, B extends ChannelOf<C>> = CodecOf<C['channels'][B]>[0]
/** What the contract's feature may say in binary. */
export type ServerFrame<C extends Contract> = {
  [B in ChannelOf<C>]: { readonly channel: B; readonly message: CodecOf<C['channels'][B]>[1] }
}[ChannelOf<C>]
