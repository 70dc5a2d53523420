/** Rebuilding from a copy that is damaged: the room is unavailable until it is mended, and never empty. */
import { describe, expect, test } from 'vitest'
import { loseObjects, queryStopped, waitUntilMirrored } from '../../kit/mirrored.ts'
import type { TestServer } from '../../kit/server.ts'
import { enter, freshRoomId, provide, rest, textOf, until } from '../../sdk/kit.ts'
import { openServer } from '../restarts.ts'

const write = (server: TestServer, id: string, init: RequestInit, path = '') =>
  rest(server, `/rooms/${id}${path}`, init)

// Each starts a server three times.
describe('a room whose storage is lost and whose copy is damaged', { timeout: 180_000 }, () => {
  test('a document makes the room unavailable, not empty, until it is mended', async () => {
    const server = await openServer()
    const id = freshRoomId('damaged')
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    textOf(ada.room).insert(0, 'precious')
    await ada.room.flush()
    await waitUntilMirrored(server.current(), id)
    ada.client.close()
    const flip = `UPDATE room_copies SET bytes = set_bit(bytes, 21, 1 - get_bit(bytes, 21)) WHERE kind = 'document'`
    await server.restart(async () => {
      await queryStopped(server.dataDir, flip)
      await loseObjects(server.dataDir)
    })

    const read = () => rest(server.current(), `/rooms/${id}/document?format=text`)
    await expect(read()).rejects.toThrow(/503.*ROOM_UNAVAILABLE/)
    await expect(
      write(server.current(), id, { method: 'POST', body: '{"ban":true}' }, '/participants/mallory/kick'),
    ).rejects.toThrow(/503/)
    const stock = provide(server.wsUrl, id)
    const closes: (number | undefined)[] = []
    stock.provider.on('connection-close', (event) => closes.push(event?.code))
    stock.text.insert(0, 'over it: ')
    await until('its refusal', () => closes.length >= 1, 30_000)
    expect(new Set(closes)).toEqual(new Set([4503]))
    expect(stock.provider.synced).toBe(false)

    await server.restart(() => queryStopped(server.dataDir, flip))
    await until('the whole', () => stock.text.toString().includes('precious'), 30_000)
    expect([...stock.text.toString()].sort()).toEqual([...'over it: precious'].sort())
  })

  test('named versions come back and can be restored, a removed one does not; a damaged one is waited for', async () => {
    const server = await openServer()
    const id = freshRoomId('versions')
    const ada = await enter(server.wsUrl, id, { userId: 'ada' })
    textOf(ada.room).insert(0, 'the first draft')
    await ada.room.flush()
    const draft = await ada.room.versions.create('draft')
    const regretted = await ada.room.versions.create('regretted')
    await waitUntilMirrored(server.current(), id)
    await write(server.current(), id, { method: 'DELETE' }, `/versions/${regretted.id}`)
    textOf(ada.room).delete(4, 5)
    textOf(ada.room).insert(4, 'second')
    await ada.room.flush()
    await waitUntilMirrored(server.current(), id)
    ada.client.close()
    const flip = `UPDATE room_copies SET bytes = set_bit(bytes, 21, 1 - get_bit(bytes, 21)) WHERE kind = 'version' AND key = $1`
    await server.restart(async () => {
      const copies = `SELECT key, octet_length(bytes) AS size FROM room_copies WHERE kind = 'version' AND octet_length(bytes) > 0`
      const stored = await queryStopped<{ key: string }>(server.dataDir, copies)
      expect(stored.map(({ key }) => key)).toEqual([draft.id])
      await queryStopped(server.dataDir, flip, [draft.id])
      await loseObjects(server.dataDir)
    })
    await expect(rest(server.current(), `/rooms/${id}/versions`)).rejects.toThrow(/503.*ROOM_UNAVAILABLE/)

    await server.restart(() => queryStopped(server.dataDir, flip, [draft.id]))
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    await until('the document', () => textOf(bob.room).toString() === 'the second draft', 30_000)
    expect(await bob.room.versions.list()).toEqual([draft])
    expect((await bob.room.versions.get(draft.id)).doc.getText('content').toString()).toBe('the first draft')
    await bob.room.versions.restore(draft.id)
    await until('the draft', () => textOf(bob.room).toString() === 'the first draft', 30_000)
  })
})
