/** The receiver of docs/guides/webhooks.md, as it is written there: run, and sent a test. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, enter, freshRoomId, rest } from '../../sdk/kit.ts'
import { call } from '../call.ts'
import { eventually, makeEndpoint } from './kit.ts'

const server = sharedServer()
const root = join(import.meta.dirname, '../../..')

const freePort = async (): Promise<number> => {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

it('verifies what comes and says who is in a room', async () => {
  const guide = await readFile(join(root, 'docs/guides/webhooks.md'), 'utf8')
  const code = /```ts\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
  const port = await freePort()
  const roomId = freshRoomId('guide')
  const { id, secret } = await makeEndpoint(server, {
    url: `http://localhost:${port}/hooks`,
    events: ['*'],
    roomPrefix: roomId,
  })
  const env = { ...process.env, PORT: String(port), SYNCFORGE_WEBHOOK_SECRET: secret }
  const receiver = spawn(process.execPath, ['--conditions=source', '--input-type=module-typescript', '-e', code], {
    cwd: root,
    env,
  })
  afterTest(() => receiver.kill())
  let output = ''
  const hear = (piece: unknown) => {
    output += String(piece)
  }
  for (const stream of [receiver.stdout, receiver.stderr]) stream.on('data', hear)
  await eventually(
    () =>
      fetch(`http://localhost:${port}/`, { method: 'POST' }).then(
        ({ status }) => status === 400,
        () => false,
      ),
    'the receiver',
  )
  const { body } = await call(server, `/api/v1/webhooks/${id}/test`, { method: 'POST' })
  const { deliveryId } = body as { deliveryId: string }
  await eventually(async () => {
    const found = await call(server, `/api/v1/webhooks/${id}/deliveries/${deliveryId}`)
    return (found.body as { state: string }).state === 'delivered'
  }, 'the test event')
  await rest(server, '/rooms', { method: 'POST', body: JSON.stringify({ id: roomId, access: 'public' }) })
  await enter(server.wsUrl, roomId, { userId: 'ada', userInfo: { name: 'Ada' } })
  await eventually(() => output.includes(`Ada is in ${roomId}`), `her name in ${output}`)
  expect(output).not.toMatch(/error/i)
})
