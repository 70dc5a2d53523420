/** What a crash has left of rooms that were being made and that nobody asked for again. */
import { expect, test } from 'vitest'
import { queryStopped } from '../../kit/mirrored.ts'
import { enter, freshRoomId, rest, textOf, until } from '../../sdk/kit.ts'
import { openServer } from '../restarts.ts'

test('the next fork of the organization clears it away, content and record; what is under way or was in use stays', {
  timeout: 150_000,
}, async () => {
  const server = await openServer()
  const [original, left, underWay, used] = ['original', 'left', 'under-way', 'used'].map(freshRoomId) as [
    string,
    string,
    string,
    string,
  ]
  const fork = (id: string) =>
    rest(server.current(), `/rooms/${original}/fork`, { method: 'POST', body: JSON.stringify({ id }) })
  const read = async (id: string) => (await rest(server.current(), `/rooms/${id}/document?format=text`)).text()
  const { room, client } = await enter(server.wsUrl, original)
  textOf(room).insert(0, 'content')
  await room.flush()
  client.close()
  for (const id of [left, underWay, used]) await fork(id)
  expect(await read(used)).toBe('content')

  const setFilling = (id: string, until: string) =>
    queryStopped(server.dataDir, `UPDATE rooms SET filling_until = ${until} WHERE id = $1`, [id])
  await server.restart(async () => {
    await queryStopped(server.dataDir, 'CREATE TABLE records AS SELECT * FROM rooms')
    await setFilling(left, `now() - interval '1 second'`)
    await setFilling(underWay, `now() + interval '15 minutes'`)
    // As when the database is set back to a moment before it was finished.
    await setFilling(used, `now() - interval '1 second'`)
  })
  await expect(read(used)).rejects.toThrow('ROOM_NOT_FOUND')
  await fork(freshRoomId('next'))
  for (const id of [left, used]) {
    await until(`an end of ${id}`, () => server.current().output().includes(`"roomId":"${id}","brokenOff"`), 30_000)
  }
  expect(await read(used)).toBe('content')
  await expect(read(left)).rejects.toThrow('ROOM_NOT_FOUND')

  // A record that is gone is put back as it was: what the object still held would show.
  await server.restart(async () => {
    const putBack = 'INSERT INTO rooms SELECT * FROM records WHERE id = $1 RETURNING id'
    expect(await queryStopped(server.dataDir, putBack, [left])).toHaveLength(1)
    await setFilling(underWay, 'NULL')
    await queryStopped(server.dataDir, 'DROP TABLE records')
  })
  expect(await read(left)).toBe('')
  expect(await read(underWay)).toBe('content')
  expect(await read(original)).toBe('content')
})
