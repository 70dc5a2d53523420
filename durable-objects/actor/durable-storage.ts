/** An object's rows on disk: the platform's own SQLite database and alarm. */
import type { ActorStorage } from './storage.ts'
import { createTransactions } from './transactions.ts'

export const eraseDisk = async (storage: DurableObjectStorage): Promise<void> => {
  await storage.deleteAlarm()
  await storage.deleteAll()
}

export const durableStorage = (
  storage: DurableObjectStorage,
  prepare: (storage: ActorStorage) => void,
): ActorStorage => {
  const disk: ActorStorage = {
    persistence: 'durable',
    sql: storage.sql,
    ...createTransactions((run) => storage.transactionSync(run)),
    setAlarm: (at) => void storage.setAlarm(at),
    deleteAlarm: () => void storage.deleteAlarm(),
    async erase() {
      await eraseDisk(storage)
      // What was under way finds empty tables instead of none.
      prepare(disk)
    },
  }
  return disk
}

/** Whether anything was ever stored. Looking writes nothing: an object in memory leaves no trace on the disk. */
export const holdsTables = ({ sql }: DurableObjectStorage): boolean =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'actor_migration'").toArray().length > 0
