/** The registry of those that make something of facts, one line each. */
import type { Migration } from '../../actor/migrate.ts'
import type { WakeHandler } from '../../actor/wakeups.ts'
import { counting } from '../counting/index.ts'
import { inboxes } from '../inboxes/index.ts'
import { liveLog } from '../live-log/index.ts'
import { lobby } from '../lobby/index.ts'
import { webhooks } from '../webhooks/index.ts'
import type { ConsumerContext, ConsumerDefinition, FactConsumer } from './consumer.ts'

const definitions = { counting, liveLog, webhooks, inboxes, lobby } as const satisfies Readonly<
  Record<string, ConsumerDefinition>
>

export type Consumers = { readonly [N in keyof typeof definitions]: ReturnType<(typeof definitions)[N]['open']> }

export const consumerMigrations: readonly Migration[] = Object.values(definitions).flatMap(
  ({ migrations }) => migrations,
)

export const openConsumers = (context: ConsumerContext): Consumers => ({
  counting: counting.open(context),
  webhooks: webhooks.open(context),
  liveLog: liveLog.open(context),
  inboxes: inboxes.open(context),
  lobby: lobby.open(context),
})

export const wakeHandlersOf = (consumers: Consumers): ReadonlyMap<string, WakeHandler> =>
  new Map(Object.values<FactConsumer>(consumers).flatMap(({ wakeHandlers = new Map() }) => [...wakeHandlers]))
