/** Documents of 10 MB and more over lines of 250 kB a second, down and up: all of it on the first connection, with the SDK and with a stock Yjs client. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../kit/server.ts'
import { openSlowLine } from '../kit/slow-line.ts'
import { afterTest, enter, freshRoomId, provide, textOf, until } from '../sdk/kit.ts'

const bytesPerSecond = 250_000
const downBytes = 12_000_000
const upBytes = 10_000_000
/** Twice what the line needs for the larger one. */
const limitMs = (2 * 1_000 * downBytes) / bytesPerSecond

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

const slowLine = async () => {
  const line = await openSlowLine(server.port, bytesPerSecond)
  afterTest(line.close)
  return line
}

test('12 MB come down to a stock client and to the SDK, each on one connection', async () => {
  const id = freshRoomId('slow-down')
  const author = await enter(server.wsUrl, id, { userId: 'ada' })
  textOf(author.room).insert(0, 'x'.repeat(downBytes))
  await author.room.flush()

  const [stockLine, sdkLine] = [await slowLine(), await slowLine()]
  const stock = provide(stockLine.endpoint, id)
  const sdk = await enter(sdkLine.endpoint, id, { userId: 'bob' })
  const statuses: string[] = []
  sdk.room.status.subscribe((status) => statuses.push(status))
  await until('the stock client is in sync', () => stock.provider.synced, limitMs)
  await until('the SDK has the text', () => textOf(sdk.room).length === downBytes, limitMs)
  expect(stock.text.length).toBe(downBytes)
  expect([stockLine.connections(), sdkLine.connections()]).toEqual([1, 1])
  expect(statuses).toEqual(['connected'])
}, 240_000)

test('10 MB of a client that had them before it came go up from a stock client and from the SDK, each on one connection', async () => {
  const [stockRoom, sdkRoom] = [freshRoomId('slow-up-stock'), freshRoomId('slow-up-sdk')]
  const [stockLine, sdkLine] = [await slowLine(), await slowLine()]
  const stock = provide(stockLine.endpoint, stockRoom)
  // Before its socket is open.
  stock.text.insert(0, 'x'.repeat(upBytes))
  const sdk = await enter(sdkLine.endpoint, sdkRoom, { userId: 'ada' })
  textOf(sdk.room).insert(0, 'x'.repeat(upBytes))

  const [fromStock, fromSdk] = [await enter(server.wsUrl, stockRoom), await enter(server.wsUrl, sdkRoom)]
  const hasAll = ({ room }: typeof fromStock) => textOf(room).length === upBytes
  await until('the text of the stock client at somebody else', () => hasAll(fromStock), limitMs)
  await until('the text of the SDK at somebody else', () => hasAll(fromSdk), limitMs)
  await until('the SDK knows that it is saved', () => sdk.room.sync.get() === 'saved', limitMs)
  expect([stockLine.connections(), sdkLine.connections()]).toEqual([1, 1])
  expect([stock.provider.wsconnected, sdk.errors]).toEqual([true, []])
}, 240_000)
