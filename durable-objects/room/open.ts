/** Opens the room on every wake: migrations, then features. The only file of the room that knows the list of features. */
import type { Contract } from '@syncforge/protocol/contract'
import type { Channel } from '@syncforge/protocol/frames'
import type { PlanFeature } from '@syncforge/protocol/plans'
import { describeFault } from '../actor/log.ts'
import { migrate, migrationsOf } from '../actor/migrate.ts'
import type { ActorStorage } from '../actor/storage.ts'
import { features } from '../features/index.ts'
import type { Connection, RoomContext } from './context.ts'
import type { FeatureDefinition, FrameOutcome, RoomFeature } from './feature.ts'
import { openTables } from './feature-tables.ts'
import { roomMigrations } from './record/schema.ts'
import type { TableOwner } from './transfer/tables.ts'

/** A feature with its own types forgotten: the shell calls it by name with values that its contract has checked. */
export type OpenFeature = RoomFeature<Contract> & {
  readonly name: string
  /** What a plan must have for more than reading. */
  readonly planFeature: PlanFeature | undefined
}

export interface Route {
  readonly feature: OpenFeature
  readonly entry: Contract['requests'][string]
  readonly handle: OpenFeature['handlers'][string]
}

export interface ChannelRoute {
  readonly feature: OpenFeature
  readonly rule: NonNullable<Contract['channels'][Channel]>
  readonly handle: (message: unknown, from: Connection) => FrameOutcome | undefined
}

export interface OpenRoom {
  readonly features: readonly OpenFeature[]
  readonly routes: ReadonlyMap<string, Route>
  readonly channels: ReadonlyMap<Channel, ChannelRoute>
  /** Delivery of each event, by its name. */
  readonly deliveries: ReadonlyMap<string, 'reliable' | 'latest'>
}

// The one widening: each definition was checked against its own contract where it was defined; here they become one list.
const definitions = Object.values(features) as unknown as readonly FeatureDefinition<Contract>[]

/** Whose tables are the room's content. */
export const tableOwners: readonly TableOwner[] = definitions.map(
  ({ contract, migrations, localTables = [], tablesOnDemand = false }) => ({
    name: contract.name,
    migrations,
    localTables,
    isOnDemand: tablesOnDemand,
  }),
)

export const migrateRoom = (storage: ActorStorage): void => {
  const always = definitions.filter(({ tablesOnDemand }) => !tablesOnDemand)
  migrate(storage, [...roomMigrations, ...always.flatMap(({ migrations }) => migrations)])
  const done = migrationsOf(storage)
  for (const { tablesOnDemand, migrations } of definitions)
    if (tablesOnDemand && migrations.some(({ id }) => done.has(id))) migrate(storage, migrations)
}

type ShellContext = Omit<RoomContext, 'sql' | 'attempt' | 'hasTables'>

const openFeature = (
  definition: FeatureDefinition<Contract>,
  storage: ActorStorage,
  context: ShellContext,
): OpenFeature => {
  // One function for the life of the feature: a transaction calls it once, however much was written.
  const forget = () => feature.forget?.()
  const { contract, open } = definition
  const { sql, hasTables } = openTables(storage, definition, () => storage.afterRollback(forget))
  const attempt: RoomContext['attempt'] = (what, work) => {
    try {
      storage.transactionSync(work)
      return true
    } catch (error) {
      context.log('attempt_failed', { feature: contract.name, what, error: describeFault(error) })
      return false
    }
  }
  /** What a hook that came to its end has changed in memory only is forgotten too when something later in the transaction throws. */
  const forgotten =
    <A extends readonly unknown[], R>(hook: (...args: A) => R) =>
    (...args: A): R => {
      const result = hook(...args)
      storage.afterRollback(forget)
      return result
    }
  const opened = open({ ...context, sql, attempt, hasTables })
  const { handlers, onJoin, onLeave, onLastLeave, onAlarm, onFacts } = opened
  const feature: OpenFeature = Object.assign(opened, {
    name: contract.name,
    planFeature: contract.feature,
    handlers: Object.fromEntries(Object.entries(handlers).map(([name, handle]) => [name, forgotten(handle)])),
    ...(onJoin && { onJoin: forgotten(onJoin) }),
    ...(onLeave && { onLeave: forgotten(onLeave) }),
    ...(onLastLeave && { onLastLeave: forgotten(onLastLeave) }),
    ...(onAlarm && { onAlarm: forgotten(onAlarm) }),
    ...(onFacts && { onFacts: forgotten(onFacts) }),
  })
  return feature
}

export const openRoom = (storage: ActorStorage, context: ShellContext): OpenRoom => {
  const routes = new Map<string, Route>()
  const channels = new Map<Channel, ChannelRoute>()
  const deliveries = new Map<string, 'reliable' | 'latest'>()
  const opened = definitions.map((definition) => {
    const { contract } = definition
    const feature = openFeature(definition, storage, context)
    for (const [name, entry] of Object.entries(contract.requests)) {
      const handle = feature.handlers[name]
      if (handle === undefined) throw new Error(`${contract.name} does not handle ${name}`)
      routes.set(name, { feature, entry, handle })
    }
    for (const [key, rule] of Object.entries(contract.channels)) {
      const channel = Number(key) as Channel
      const handle = feature.frames?.[channel]
      if (handle === undefined) throw new Error(`${contract.name} does not handle channel ${channel}`)
      channels.set(channel, { feature, rule, handle })
    }
    for (const [name, { delivery }] of Object.entries(contract.events)) deliveries.set(name, delivery)
    return feature
  })
  return { features: opened, routes, channels, deliveries }
}
