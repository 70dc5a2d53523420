/**
 * Sends twice to a name that leads to a public address at the first look-up and inside at the second, and prints what came of it. To be run in a
 * network of its own, where nothing is but this process: the public address and the name service are this machine then.
 *
 * `unshare --mount --net node second-look-up.ts FOLDER`
 */
import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type SentThrough, startCourier } from './courier.ts'

export interface LookedUp {
  readonly sent: readonly SentThrough[]
  /** How many requests have arrived. */
  readonly arrived: number
  /** What the name service was asked for the name, and said. */
  readonly told: readonly string[]
}

const name = 'twice.syncforge-test.com'
const publicAddress = '11.11.11.11'
const run = promisify(execFile)

/** The name's address as an answer to `question`: an A record that may not be kept; none for any other type. */
const answerTo = (question: Buffer, address: string | null): Buffer => {
  const end = question.indexOf(0, 12) + 5
  const head = Buffer.from(question.subarray(0, end))
  // An answer, with no error and so many records.
  head.writeUInt16BE(0x8180, 2)
  head.writeUInt16BE(address === null ? 0 : 1, 6)
  for (const at of [8, 10]) head.writeUInt16BE(0, at)
  if (address === null) return head
  const record = [0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]
  return Buffer.concat([head, Buffer.from(record)])
}

const typeOf = (question: Buffer): number => question.readUInt16BE(question.indexOf(0, 12) + 1)
const typeA = 1

const startNameService = async (addresses: readonly string[]): Promise<readonly string[]> => {
  const told: string[] = []
  const service = createSocket('udp4')
  service.on('message', (question, { port, address: from }) => {
    const address = typeOf(question) === typeA ? (addresses[told.length] ?? addresses.at(-1) ?? null) : null
    if (address !== null) told.push(address)
    service.send(answerTo(question, address), port, from)
  })
  service.bind(53, '127.0.0.1')
  await once(service, 'listening')
  return told
}

const [folder = ''] = process.argv.slice(2)
await run('ip', ['link', 'set', 'lo', 'up'])
await run('ip', ['addr', 'add', `${publicAddress}/32`, 'dev', 'lo'])
const resolver = join(folder, 'resolv.conf')
await writeFile(resolver, 'nameserver 127.0.0.1\n')
await run('mount', ['--bind', resolver, '/etc/resolv.conf'])

let arrived = 0
const receiver = createServer((_, response) => {
  arrived += 1
  // So that the next request looks the name up again.
  response.writeHead(204, { connection: 'close' }).end()
})
receiver.listen(0, '0.0.0.0')
await once(receiver, 'listening')
const told = await startNameService([publicAddress, '127.0.0.1'])
const courier = await startCourier(folder, false)
const url = `http://${name}:${(receiver.address() as AddressInfo).port}/hooks`
const sent = [await courier.send(url), await courier.send(url)]
const found: LookedUp = { sent, arrived, told }
console.log(JSON.stringify(found))
await courier.stop()
process.exit(0)
