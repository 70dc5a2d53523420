/** What a crash has left of rooms that were being made and that nobody asked for again. */
import { expect, test } from 'vitest'
import { queryStopped } from '../kit/mirrored.ts'
import { enter, freshRoomId, rest, textOf, until } from '../sdk/kit.ts'
import { openServer } from './restarts.ts'

test('the next fork of the organization clears it away, content and record; what is under way and whole rooms stay', async () => {
  const server = await openServer()
  const [left, underWay, whole] = ['left', 'under-way', 'whole'].map(freshRoomId) as [string, string, string]
  for (const id of [left, underWay, whole]) {
    const { room, client } = await enter(server.wsUrl, id)
    textOf(room).insert(0, `content of ${id}`)
    await room.flush()
    client.close()
  }
  const setFilling = (id: string, until: string) =>
    queryStopped(server.dataDir, `UPDATE rooms SET filling_until = ${until} WHERE id = $1`, [id])
  await server.restart(async () => {
    await queryStopped(server.dataDir, 'CREATE TABLE records AS SELECT * FROM rooms')
    await setFilling(left, `now() - interval '1 second'`)
    await setFilling(underWay, `now() + interval '15 minutes'`)
  })

  const forked = await rest(server.current(), `/rooms/${whole}/fork`, { method: 'POST', body: '{}' })
  const { id: fork } = (await forked.json()) as { id: string }
  await until('the sweep', () => server.current().output().includes(`"roomId":"${left}","cleared"`), 30_000)

  // The record is put back as it was: what the object still holds would show.
  const putBack = 'INSERT INTO rooms SELECT * FROM records WHERE id = $1 RETURNING id'
  await server.restart(async () => {
    expect(await queryStopped(server.dataDir, putBack, [left])).toHaveLength(1)
    await setFilling(underWay, 'NULL')
    await queryStopped(server.dataDir, 'DROP TABLE records')
  })
  const read = async (id: string) => (await rest(server.current(), `/rooms/${id}/document?format=text`)).text()
  expect(await read(left)).toBe('')
  expect(await read(fork)).toBe(`content of ${whole}`)
  expect(await read(whole)).toBe(`content of ${whole}`)
  expect(await read(underWay)).toBe(`content of ${underWay}`)
})
