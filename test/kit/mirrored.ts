/** What a room has sent to Postgres: waits for it, looks at it, and takes from a stopped server what only it should have to bring back. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { developmentKeys, type RunningServer } from './server.ts'

const headers = { authorization: `Bearer ${developmentKeys.secret}` }

/** Five quiet seconds, an alarm, and a machine with other things to do. */
const mirrorLimitMs = 40_000

const mirroredAt = async (server: RunningServer, room: string): Promise<number> => {
  const answer = await fetch(`${server.url}/api/v1/rooms/${encodeURIComponent(room)}`, { headers })
  if (!answer.ok) throw new Error(`GET room ${room}: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { mirroredAt: number | null }).mirroredAt ?? 0
}

/**
 * Waits until `room` has sent a copy later than `since`, in milliseconds since 1970. Write first, then take the time, then wait: the
 * copies that were on their way before belong to the same wake-up.
 */
export const waitUntilMirrored = async (server: RunningServer, room: string, since = Date.now()): Promise<void> => {
  const deadlineAt = Date.now() + mirrorLimitMs
  while ((await mirroredAt(server, room)) <= since) {
    if (Date.now() > deadlineAt) throw new Error(`${room} was not mirrored within ${mirrorLimitMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  // The pieces of one wake-up follow each other; the last one has come when none has for a second.
  for (let last = 0, now = await mirroredAt(server, room); now !== last; ) {
    last = now
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    now = await mirroredAt(server, room)
  }
}

/** Removes everything that the rooms of a stopped server have stored themselves. Returns how many files that were. */
export const loseObjects = async (dataDir: string): Promise<number> => {
  const objects = join(dataDir, 'objects')
  const files = await readdir(objects, { recursive: true, withFileTypes: true })
  await rm(objects, { recursive: true, force: true })
  return files.filter((file) => file.isFile()).length
}

/** Queries the embedded database of a stopped server: no two may have it open. */
export const queryStopped = async <Row>(dataDir: string, query: string, values: unknown[] = []): Promise<Row[]> => {
  const database = await PGlite.create(join(dataDir, 'postgres'))
  try {
    return (await database.query<Row>(query, values)).rows
  } finally {
    await database.close()
  }
}
