// Owns starting SyncForge as `npm start` does, on a data folder of its own, and opening its rooms to a crowd.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from './packages.ts'
import { answersHttp, type BenchServer, freePort, spawnServer } from './server.ts'

const secretKey = 'sk_dev_syncforge'
const publishableKey = 'pk_dev_syncforge'

const versionIn = (root: string): string => {
  const manifest: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return manifest.version
}

const createRoom = async (origin: string, id: string, maxParticipants: number) => {
  const response = await fetch(`${origin}/api/v1/rooms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id, access: 'public', maxParticipants }),
  })
  if (!response.ok) throw new Error(`the room was not created: ${response.status} ${await response.text()}`)
}

const serverIn = (
  root: string,
  name: string,
  role: BenchServer['role'],
  // A thousand rooms are made with one key.
  settings: Readonly<Record<string, string>> = { REQUESTS_PER_MINUTE: '10000' },
): BenchServer => ({
  name,
  role,
  version: versionIn(root),
  durability: 'on disk before it is announced',
  speaksNative: true,
  async start() {
    const port = await freePort()
    const dataDir = mkdtempSync(join(tmpdir(), 'syncforge-bench-'))
    const origin = `http://127.0.0.1:${port}`
    const server = await spawnServer(process.execPath, ['--conditions=source', join(root, 'scripts/start/start.ts')], {
      cwd: root,
      env: { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, ...settings },
      isReady: () => answersHttp(`${origin}/health`, (status) => status === 200),
    }).catch((error: unknown) => {
      rmSync(dataDir, { recursive: true, force: true })
      throw error
    })
    return {
      ...server,
      dialect: 'y-websocket',
      prepare: (room, people) => createRoom(origin, room, Math.max(100, people * 2)),
      url: (room) => `ws://127.0.0.1:${port}/yjs/${room}?token=${publishableKey}`,
      nativeUrl: (room) => `ws://127.0.0.1:${port}/v1/rooms/${room}/socket?token=${publishableKey}`,
      async stop() {
        await server.stop()
        rmSync(dataDir, { recursive: true, force: true })
      },
    }
  },
})

export const syncforge = serverIn(projectRoot, 'syncforge', 'ours')

/** As {@link syncforge}, set up otherwise. */
export const syncforgeWith = (settings: Readonly<Record<string, string>>): BenchServer =>
  serverIn(projectRoot, 'syncforge', 'ours', settings)

/** Another checkout of SyncForge, with its packages installed, so that a change is measured beside what was before it. */
export const earlierIn = (root: string): BenchServer => serverIn(root, 'syncforge before', 'earlier')
