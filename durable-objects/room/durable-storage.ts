/** A room's rows on disk: the platform's own SQLite database and alarm. */
import { migrateRoom } from './open.ts'
import type { RoomStorage } from './storage.ts'

export const durableStorage = (storage: DurableObjectStorage): RoomStorage => {
  const disk: RoomStorage = {
    persistence: 'durable',
    sql: storage.sql,
    transactionSync: (run) => storage.transactionSync(run),
    setAlarm: (at) => void storage.setAlarm(at),
    deleteAlarm: () => void storage.deleteAlarm(),
    async erase() {
      await storage.deleteAlarm()
      await storage.deleteAll()
      // What was under way finds empty tables instead of none.
      migrateRoom(disk)
    },
  }
  return disk
}

/** Whether a room lives in this storage. Writes nothing: a room in memory leaves no trace here. */
export const holdsRoom = ({ sql }: DurableObjectStorage): boolean =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'room_identity'").toArray().length > 0 &&
  sql.exec('SELECT 1 FROM room_identity').toArray().length > 0
