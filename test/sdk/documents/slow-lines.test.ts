/** Large documents: they come down a slow line in pieces, with the SDK and with a stock Yjs client, and go up in one exchange. Slower lines, both ways: test/long. */
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { openSlowLine } from '../../kit/slow-line.ts'
import { afterTest, enter, freshRoomId, provide, textOf, until } from '../kit.ts'

const server = sharedServer()

const page = 'A page of a document of some size. '.repeat(15_000)
const pages = 8

test('a document comes down a slow line in pieces, on one connection: there is more and more of it before all is there', async () => {
  const id = freshRoomId('slow-down')
  const author = await enter(server.wsUrl, id)
  for (let n = 0; n < pages; n++) textOf(author.room).insert(0, page)
  await author.room.flush()
  const line = await openSlowLine(server.port, 1_500_000)
  afterTest(line.close)
  const stock = provide(line.endpoint, id)
  const seen = new Set<number>()
  stock.doc.on('update', () => void seen.add(stock.text.length))
  await until('the stock client is in sync', () => stock.provider.synced)
  expect(stock.text.toString() === textOf(author.room).toString()).toBe(true)
  expect(seen.size).toBeGreaterThan(4)

  const native = await enter(line.endpoint, id)
  const lengths = new Set<number>()
  native.room.getDocument().on('update', () => void lengths.add(textOf(native.room).length))
  await native.room.getDocument().whenSynced
  expect(textOf(native.room).toString() === textOf(author.room).toString()).toBe(true)
  expect(lengths.size).toBeGreaterThan(4)
  expect(line.connections()).toBe(2)
})

test('a stock client hands over 20 MB in its first exchange', async () => {
  const id = freshRoomId('much-at-first')
  const stock = provide(server.wsUrl, id)
  // Before its socket is open.
  for (let n = 0; n < 40; n++) stock.text.insert(0, page)
  expect(stock.text.length).toBeGreaterThan(20_000_000)
  await until('the stock client is in sync', () => stock.provider.synced)
  const other = await enter(server.wsUrl, id)
  await until('the text at somebody else', () => textOf(other.room).length === stock.text.length)
  expect(stock.provider.shouldConnect).toBe(true)
})
