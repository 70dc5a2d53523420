import assert from 'node:assert/strict'
import { afterAll, test } from 'vitest'
import { bareWorkerd } from '../servers/bare-workerd.ts'
import { scanAwareness } from './awareness.ts'
import { part } from './people.ts'
import { residentsOf } from './residents.ts'
import { scanUpdate } from './update-scan.ts'
import { YClient } from './y-client.ts'

const server = await bareWorkerd.start()
afterAll(() => server.stop())

const eventually = async (isTrue: () => boolean) => {
  const deadline = Date.now() + 15_000
  while (!isTrue()) {
    assert.ok(Date.now() < deadline, 'it did not happen within 15 s')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A Yjs update of one struct: the first text that a client wrote into `t`. */
const written = (client: number, text: string): Uint8Array =>
  Buffer.concat([
    Buffer.from([1, 1, client, 0, 4, 1, 1]),
    Buffer.from('t'),
    Buffer.from([text.length]),
    Buffer.from(text),
    Buffer.of(0),
  ])

test('an edit reaches the others of its own room, over the yardstick too, and nobody else', async () => {
  const residents = residentsOf.yjs({ url: server.url('lane'), dialect: server.dialect, room: 'lane' })
  const heard: string[] = []
  const people = [0, 1, 2, 3].map((person) =>
    residents.open(Math.floor(person / 2), person, (bytes) =>
      scanUpdate(bytes, (client, _, length) => heard.push(`${person} heard ${length} of ${client}`)),
    ),
  )
  await Promise.all(people.map(({ synced }) => synced))
  people[0]?.socket.send(residents.frame(0, written(5, 'abc')))
  people[3]?.socket.send(residents.frame(1, written(6, 'de')))
  await eventually(() => heard.length >= 2)
  assert.deepEqual(heard.sort(), ['1 heard 3 of 5', '2 heard 2 of 6'])
  assert.deepEqual(
    people.map(({ socket }) => socket.isOpen),
    [true, true, true, true],
  )
  part(people)
})

test('a resident with a stock Yjs client shows an awareness state when it has come in', async () => {
  const target = { url: server.url('street'), dialect: server.dialect, room: 'street' }
  const seen: number[] = []
  const watcher = new YClient(server.url('street-7'), server.dialect, 'street-7', {
    awareness: (cursor) => scanAwareness(cursor, (client) => seen.push(client - 0x20000000)),
  })
  await watcher.synced
  const resident = residentsOf.yjs(target).open(7, 35, () => {})
  await eventually(() => seen.length > 0)
  assert.deepEqual(seen, [35])
  part([resident, watcher])
})
