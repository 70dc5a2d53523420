/** The courier behind its network, as a production start has it: what lies inside is refused when it connects, whatever the address looked like. */
import { execFile } from 'node:child_process'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { startCourier } from '../../test/kit/courier.ts'
import { temporaryFolder } from '../../test/kit/folder.ts'
import { startReceiver } from '../../test/kit/receiver.ts'
import type { LookedUp } from '../../test/kit/second-look-up.ts'

const run = promisify(execFile)
const alone = ['--mount', '--net'] as const
const refused = 'no such name, no valid TLS, or not a public address'
/** Whether a process may have a network of its own here. */
const mayBeAlone = await run('unshare', [...alone, 'ip', 'link', 'set', 'lo', 'up']).then(
  () => true,
  () => false,
)

const openCourier = async (allowsInside: boolean) => {
  const { send, stop } = await startCourier(await temporaryFolder(), allowsInside)
  onTestFinished(() => stop())
  return send
}

it('refuses this machine by its numbers and by a name that leads to it, and what is only documentation', async () => {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.stop())
  const send = await openCourier(false)
  const inside = [
    '127.0.0.1',
    'localhost',
    hostname(),
    '[::1]',
    '10.0.0.1',
    '169.254.169.254',
    '192.0.2.1',
    '198.18.0.1',
    '203.0.113.1',
    '[64:ff9b::7f00:1]',
    '[2001:db8::1]',
  ]
  for (const host of inside) {
    const startedAt = Date.now()
    const { error } = await send(`http://${host}:${receiver.port}/hooks`)
    expect([host, error]).toEqual([host, refused])
    expect(Date.now() - startedAt).toBeLessThan(5_000)
  }
  expect(receiver.received).toEqual([])
})

it('reaches this machine where a start allows it, and follows no redirect', async () => {
  const receiver = await startReceiver((_, index) =>
    index === 0 ? 204 : (response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
  )
  onTestFinished(() => receiver.stop())
  const send = await openCourier(true)
  expect(await send(receiver.url)).toMatchObject({ status: 204 })
  expect(await send(receiver.url)).toMatchObject({ status: 307 })
  expect(receiver.received).toHaveLength(2)
})

it.skipIf(!mayBeAlone)(
  'refuses a name that leads inside at the second look-up, when it connects',
  async () => {
    const script = join(import.meta.dirname, '../../test/kit/second-look-up.ts')
    const node = [process.execPath, '--conditions=source', script, await temporaryFolder()]
    const { stdout } = await run('unshare', [...alone, ...node])
    const found = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as LookedUp
    expect(found.sent).toEqual([expect.objectContaining({ status: 204 }), { error: refused }])
    expect(found.arrived).toBe(1)
    expect(found.told).toEqual(['11.11.11.11', '127.0.0.1'])
  },
  60_000,
)
