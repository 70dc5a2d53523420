/** What the room does of its own accord: a tick of every feature in one transaction, and what is kept when traffic ends. */
import { RoomError } from '@syncforge/protocol/errors'
import { describeFault, type Log } from '../../actor/log.ts'
import { closeSocket } from '../../actor/sockets.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { forgetOnDefect } from '../commit.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import { dialects } from '../dialects/index.ts'
import type { OpenRoom } from '../open.ts'
import type { Announcer } from './announce.ts'

interface TickParts {
  readonly storage: ActorStorage
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly announcer: Announcer
  readonly log: Log
}

/** A stock client’s sign of life is kept this often when traffic ends, as a part of the time-out: it sends no pings that the runtime would remember. */
const keptSignsPerTimeout = 6

/** Never throws. A failure leaves no trace: everyone comes back and synchronises again. */
export const tick = ({ storage, room, registry, announcer, log }: TickParts): void => {
  try {
    storage.transactionSync(() => {
      const ticked = room.features.flatMap((feature) =>
        forgetOnDefect(storage, feature, () => feature.onTick?.() ?? []),
      )
      const consequences = announcer.facts(ticked.flatMap(({ facts }) => facts ?? []))
      for (const { announce } of ticked) announcer.frames(announce ?? [])
      announcer.events(consequences, null)
      if (ticked.some(({ more }) => more)) announcer.collectLater()
    })
  } catch (error) {
    log('tick_failed', { error: describeFault(error) })
    for (const { socket } of registry.all.values()) {
      if (socket !== null) closeSocket(socket, new RoomError('INTERNAL_ERROR', 'The room could not store a change'))
    }
  }
}

export const keepForSleep = (room: OpenRoom, registry: ConnectionRegistry, presenceTimeoutMs: number): void => {
  const keepSignsMs = presenceTimeoutMs / keptSignsPerTimeout
  for (const feature of room.features) feature.onQuiet?.()
  for (const connection of registry.all.values()) {
    if (dialects[connection.dialect].sendsPings) continue
    // Until it has answered, that it has spoken at all decides how long it is waited for.
    const isNew = !connection.answered && connection.heardAt > connection.savedSignAt
    if (isNew || connection.heardAt - connection.savedSignAt > keepSignsMs) connection.save()
  }
}
