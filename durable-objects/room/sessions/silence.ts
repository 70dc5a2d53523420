/** Connections that look open and may be dead: they are asked for a word, and ended when none comes. */
import { RoomError } from '@syncforge/protocol/errors'
import type { RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import { createLifeChecks } from '../connections/life-checks.ts'
import type { Delivery } from '../delivery/deliver.ts'
import { dialects } from '../dialects/index.ts'
import type { End } from './end.ts'

export interface Silence {
  /** Whether the connection `id` is dead matters now: `silent` is called when it was, and it is ended. */
  doubt(id: string, silent: () => void): Promise<void>
  /** Ends all who do not answer. */
  endDead(): Promise<void>
}

interface SilenceParts {
  readonly registry: ConnectionRegistry
  readonly delivery: Delivery
  readonly end: End
  clock(): number
}

export const createSilence = ({ registry, delivery, end, clock }: SilenceParts): Silence => {
  const lifeChecks = createLifeChecks({
    asks: ({ dialect }) => !dialects[dialect].sendsPings,
    ask: delivery.ask,
    clock,
  })
  const endSilent = (connection: RoomConnection) =>
    end(connection, new RoomError('PRESENCE_TIMEOUT', 'Nothing was heard from this connection'))
  /** Meanwhile it may have left. */
  const isStill = (connection: RoomConnection) => registry.all.get(connection.id) === connection

  return {
    async doubt(id, silent) {
      const doubted = registry.all.get(id)
      if (doubted === undefined) return
      for (const connection of await lifeChecks.silentOf([doubted])) {
        if (!isStill(connection)) continue
        silent()
        endSilent(connection)
        delivery.settle()
      }
    },
    async endDead() {
      for (const connection of await lifeChecks.silentOf([...registry.all.values()])) {
        if (isStill(connection) && !delivery.isBusy(connection)) endSilent(connection)
      }
    },
  }
}
