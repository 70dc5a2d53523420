/** The server's package as packed, on Bun: the API, an error of it, a token that a browser takes, a webhook that is verified. Needs `bun` on the PATH, or where BUN says: `npm install bun` has it. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { packSdk } from '../../../scripts/pack/pack.ts'
import { temporaryFolder } from '../../kit/folder.ts'
import { developmentKeys, startServer } from '../../kit/server.ts'
import { enter } from '../../sdk/kit.ts'

const run = promisify(execFile)
const bun = process.env.BUN ?? 'bun'
const root = join(import.meta.dirname, '../../..')

test('a server on Bun asks the API, signs a token that opens a room, and verifies a webhook', async () => {
  const server = await startServer()
  onTestFinished(() => server.stop())
  const folder = await temporaryFolder()
  const tarballs = await packSdk(root, join(folder, 'tarballs'))
  const packed = tarballs.find((path) => path.includes('syncforge-server-')) ?? ''
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  await run('npm', ['install', packed, '--offline', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder })
  const secret = `whsec_${Buffer.from('thirty-two bytes of a test secret').toString('base64')}`
  const [id, at, payload] = [
    'msg_1',
    new Date(),
    '{"type":"webhook.test","timestamp":"2026-11-28T00:00:00Z","data":{}}',
  ]
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, payload),
  }
  await writeFile(
    join(folder, 'server.ts'),
    `import { SyncForge, SyncForgeError, verifyWebhook } from '@syncforge/server'
const syncforge = new SyncForge({ secretKey: '${developmentKeys.secret}', endpoint: '${server.wsUrl}' })
const { access } = await syncforge.post('/rooms', { body: { id: 'on-bun', access: 'private' } })
const again = await syncforge.post('/rooms', { body: { id: 'on-bun' } }).catch((error: unknown) => error instanceof SyncForgeError && [error.code, error.status])
const { token } = await syncforge.signRoomToken({ userId: 'user_1', rooms: { 'on-bun': ['write'] } })
const payload = ${JSON.stringify(payload)}
const headers = new Headers(${JSON.stringify(headers)})
const verified = await verifyWebhook(headers, payload, '${secret}')
const forged = await verifyWebhook(headers, payload + ' ', '${secret}').catch((error: unknown) => error instanceof SyncForgeError && error.code)
console.log(JSON.stringify({ runtime: typeof Bun, access, again, token, type: verified.type, forged }))
`,
  )
  const { stdout } = await run(bun, ['server.ts'], { cwd: folder, timeout: 60_000 })
  const { token, ...told } = JSON.parse(stdout) as { readonly token: string }
  expect(told).toEqual({
    runtime: 'object',
    access: 'private',
    again: ['ROOM_EXISTS', 409],
    type: 'webhook.test',
    forged: 'VALIDATION_ERROR',
  })
  const { room } = await enter(server.wsUrl, 'on-bun', {}, { authEndpoint: async () => ({ token }) })
  expect(room.self).toMatchObject({ userId: 'user_1', verified: true, access: 'write' })
}, 180_000)
