/** Gives a new project its checklists, once, whoever opens it first: the lock keeps two from doing it at once, the record says that it is done. */
import type { Room } from '@syncforge/client'
import { plan } from './documents.ts'

const key = 'set-up'

const present = (room: Room, list: string, text: string): boolean =>
  room.checklists.get().lists.some(({ name, items }) => name === list && items.some((item) => item.text === text))

/** Resolves when the project is set up, by me or by somebody else. Whoever is cut off in the middle leaves it to the next. */
export const setUp = async (room: Room): Promise<void> => {
  if (!['write', 'moderate'].includes(room.access.get()) || (await room.records.get(key))) return
  const lease = await room.locks.acquire(key, { ttlMs: 60_000, wait: 60_000 })
  try {
    if (await room.records.get(key)) return
    for (const { key: list, tasks } of plan)
      for (const text of tasks) if (!present(room, list, text)) await room.checklists.add(list, { text })
    await room.records.save(key, 'checklists', { expectedVersion: 0, token: lease.token })
  } finally {
    // A line that is lost gives the lock back too, a little later.
    await room.locks.release(lease).catch(() => {})
  }
}
