/**
 * Opening: a room is opened where its rows are. What is on disk opens at once; otherwise nobody knows what the room is until the first
 * admission or call brings its settings, and nothing is written before.
 */

import { RoomError } from '@syncforge/protocol/errors'
import { durableStorage, eraseDisk, holdsTables } from '../actor/durable-storage.ts'
import { createKeyValues } from '../actor/key-values.ts'
import type { Log } from '../actor/log.ts'
import { openMemoryStorage } from '../actor/memory-storage.ts'
import { closeSocket } from '../actor/sockets.ts'
import { loadSqlite } from '../actor/sqlite.ts'
import type { ActorStorage } from '../actor/storage.ts'
import type { RoomSettings } from './admission.ts'
import { assembleRoom, type RoomParts } from './assemble.ts'
import { closedFor, lifeFields } from './connections/socket-life.ts'
import { migrateRoom, tableOwners } from './open.ts'
import { createNameStore, idsOf } from './record/name.ts'
import { isEmpty } from './transfer/tables.ts'
import { createTransfer } from './transfer/transfer.ts'
import { unload } from './unload.ts'

export interface Opening {
  /** The room, if it is open. */
  current(): RoomParts | null
  /** The same, if it is the one that was created then. */
  since(createdAt: number): RoomParts | null
  /** The room as `settings` want it, opened if need be. @throws RoomError ROOM_UNAVAILABLE when it is open otherwise */
  open(settings: RoomSettings): Promise<RoomParts>
  /** The open room again, from rows that are others now, in the transaction that changed them. */
  reopen(): RoomParts
  /** Ends every socket with `reason` and forgets everything in the room. */
  erase(reason: RoomError): Promise<void>
}

/**
 * @param ring what the platform calls `alarm`
 * @param secret signs addresses of files
 */
export const createOpening = (
  state: DurableObjectState,
  ring: () => Promise<void>,
  secret: string,
  log: Log,
): Opening => {
  const disk = durableStorage(state.storage, migrateRoom)

  /** Nobody has come back: what is in memory is erased, what is stored is unloaded. */
  const cleanUp = async (open: RoomParts): Promise<void> => {
    if (open.storage.persistence === 'durable') return unload(open)
    await erase(new RoomError('ROOM_UNAVAILABLE', 'The room was empty and is being cleaned up'))
  }

  const assemble = (storage: ActorStorage): RoomParts => {
    migrateRoom(storage)
    return assembleRoom(
      state,
      storage,
      createTransfer(storage, tableOwners, () => Date.now(), log),
      cleanUp,
      secret,
      log,
    )
  }

  const endSockets = (reason: RoomError) => {
    for (const socket of state.getWebSockets()) {
      socket.serializeAttachment(null)
      closeSocket(socket, reason)
    }
  }

  const openDisk = (): RoomParts | null => {
    if (!holdsTables(state.storage)) return null
    const found = assemble(disk)
    if (createNameStore(createKeyValues(disk.sql)).get() !== null || !isEmpty(disk.sql, tableOwners)) return found
    // What is left of a room that was deleted, or of a file that never took its place.
    void state.blockConcurrencyWhile(() => eraseDisk(state.storage))
    return null
  }

  let parts = openDisk()
  const sockets = state.getWebSockets().length
  if (sockets > 0) log('room_woke', { ...idsOf(parts?.names.get()), sockets }, 'info')
  // Sockets without a room: it was in memory, and the platform took that. They come back with their copies and fill it again.
  if (parts === null) endSockets(new RoomError('ROOM_UNAVAILABLE', 'The room has lost its memory'))

  const erase = async (reason: RoomError) => {
    endSockets(reason)
    const gone = parts
    for (const connection of gone?.registry.all.values() ?? []) {
      if (connection.socket === null) continue
      log('socket_closed', { ...lifeFields(connection, Date.now()), ...closedFor(reason) }, 'info')
    }
    parts = null
    gone?.delivery.stop()
    const tell = gone?.reporter.end()
    await (gone === null ? eraseDisk(state.storage) : gone.storage.erase())
    if (tell !== undefined) state.waitUntil(tell())
  }

  const matching = (open: RoomParts, { persistence }: RoomSettings): RoomParts => {
    if (open.storage.persistence !== persistence) {
      // It is fixed at creation: the caller knows of another life of the room than we do, and nothing may be lost for that.
      throw new RoomError('ROOM_UNAVAILABLE', `The room is ${open.storage.persistence}, not ${persistence}`)
    }
    // Nobody may ever come in, and then nobody leaves.
    open.emptyTimeout.called(false)
    return open
  }

  const open = async (settings: RoomSettings): Promise<RoomParts> => {
    const sqlite = parts === null && settings.persistence === 'memory' ? await loadSqlite() : null
    // Somebody else may have opened it while we waited.
    if (parts === null) {
      parts = assemble(sqlite === null ? disk : openMemoryStorage(sqlite, ring, log))
      parts.settings.learn(settings)
    }
    return matching(parts, settings)
  }

  const reopen = (): RoomParts => {
    const before = parts
    if (before === null) throw new RoomError('ROOM_UNAVAILABLE', 'The room was closed in this moment')
    const { storage, transfer, delivery } = before
    storage.onRollback(() => {
      parts = before
    })
    storage.afterCommit(() => delivery.stop())
    parts = assembleRoom(state, storage, transfer, cleanUp, secret, log)
    return parts
  }

  const since = (createdAt: number) => (parts?.names.get()?.createdAt === createdAt ? parts : null)
  return { current: () => parts, since, open, reopen, erase }
}
