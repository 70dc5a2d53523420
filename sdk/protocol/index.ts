/** The registry of contracts: the table of contents of the wire. */
import { activity } from './activity.ts'
import { broadcast } from './broadcast.ts'
import type { ChannelCodec } from './channel.ts'
import { chat } from './chat.ts'
import { checklists } from './checklists.ts'
import { comments } from './comments.ts'
import type { Contract, Event, RequestName, Snapshot } from './contract.ts'
import { cursors } from './cursors.ts'
import { documents } from './document.ts'
import { feeds } from './feeds.ts'
import { follow } from './follow.ts'
import { locks } from './locks.ts'
import { moderation } from './moderation.ts'
import { people } from './people.ts'
import { presence } from './presence.ts'
import { records } from './records.ts'
import { info } from './room-info.ts'
import { schedules } from './schedules.ts'

export const contracts = {
  presence,
  cursors,
  documents,
  broadcast,
  info,
  moderation,
  comments,
  locks,
  activity,
  chat,
  records,
  schedules,
  feeds,
  checklists,
  follow,
  people,
} as const satisfies Record<string, Contract>

export type Contracts = typeof contracts
export type FeatureName = keyof Contracts
export type AnyRequestName = { [F in FeatureName]: RequestName<Contracts[F]> }[FeatureName]
export type AnyEvent = { [F in FeatureName]: Event<Contracts[F]> }[FeatureName]
/** What `welcome` carries for every feature. */
export type Snapshots = { readonly [F in FeatureName]: Snapshot<Contracts[F]> }

/** The codec of every feature's channel, by the channel's number. */
export const channelCodecs: ReadonlyMap<number, ChannelCodec> = new Map(
  Object.values(contracts).flatMap(({ channels }) =>
    Object.entries(channels).map(([channel, { codec }]): [number, ChannelCodec] => [Number(channel), codec]),
  ),
)
