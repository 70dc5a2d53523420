/** A room whose rows are damaged: its organization sees in the live log that something failed, from the edge and from the room itself. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { temporaryFolder } from '../kit/folder.ts'
import { developmentKeys, startServer } from '../kit/server.ts'
import { afterTest, rest } from '../sdk/kit.ts'

interface Line {
  readonly kind: string
  readonly roomId: string | null
  readonly what: string | null
}

/** Takes away the table in which documents lie. How many rooms had one. */
const damage = (dataDir: string): number => {
  const files = readdirSync(join(dataDir, 'objects'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sqlite') && !path.endsWith('metadata.sqlite'))
    .map((path) => new DatabaseSync(join(dataDir, 'objects', path)))
  const isRoom = "SELECT 1 FROM sqlite_master WHERE name = 'documents_log'"
  const rooms = files.filter((database) => database.prepare(isRoom).get() !== undefined)
  for (const database of rooms) database.exec('DROP TABLE documents_log')
  for (const database of files) database.close()
  return rooms.length
}

test('what fails is shown as an error: the request that was answered with 5xx, and the fault of the room', async () => {
  const dataDir = await temporaryFolder()
  const before = await startServer({ dataDir })
  afterTest(() => before.stop())
  const roomId = 'damaged'
  const write = (server: typeof before) =>
    rest(server, `/rooms/${roomId}/document/update`, {
      method: 'POST',
      body: Uint8Array.of(1, 1, 1, 0, 4, 1, 7, 99, 111, 110, 116, 101, 110, 116, 1, 97, 0),
      headers: { 'content-type': 'application/octet-stream' },
    })
  await rest(before, '/rooms', { method: 'POST', body: JSON.stringify({ id: roomId }) })
  await write(before)
  await before.stop()
  expect(damage(dataDir)).toBeGreaterThan(0)

  const server = await startServer({ dataDir })
  afterTest(() => server.stop())
  const authorization = `Bearer ${developmentKeys.secret}`
  const socket = new WebSocket(`${server.wsUrl}/api/v1/live/log`, { headers: { authorization } })
  afterTest(async () => socket.terminate())
  const lines: Line[] = []
  socket.on('message', (text) => lines.push(...(JSON.parse(String(text)) as { body: { lines: Line[] } }).body.lines))
  await new Promise((resolve) => socket.once('open', resolve))
  const { status } = await fetch(`${server.url}/api/v1/rooms/${roomId}/document`, { headers: { authorization } })
  expect(status).toBeGreaterThanOrEqual(500)
  const errors = () => lines.filter((line) => line.kind === 'error' && line.roomId === roomId).map(({ what }) => what)
  await expect.poll(errors, { timeout: 20_000 }).toContain(status === 500 ? 'INTERNAL_ERROR' : 'ROOM_UNAVAILABLE')
  // The room says by itself what it was.
  await expect
    .poll(() => errors().filter((what) => /^[a-z_]+$/.test(what ?? '')).length, { timeout: 20_000 })
    .toBeGreaterThan(0)
}, 120_000)
