/** Stock `phoenix` clients in rooms with the SDK and with stock Yjs clients. */
import { fromBase64, toBase64 } from '@syncforge/protocol/base64'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { dial, enterTopic } from '../kit/phoenix.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { afterTest, enter, freshRoomId, provide, textOf, until } from './kit.ts'

const server = sharedServer()

const connect = (options = {}) => {
  const socket = dial(server.wsUrl, options)
  afterTest(() => new Promise<void>((resolve) => socket.disconnect(resolve)))
  return socket
}

describe('[SITE-7] a stock Phoenix client, the SDK and a stock Yjs client in one room', () => {
  test('see each other, point and edit one document', async () => {
    const id = freshRoomId('phoenix')
    const ada = await enter(server.wsUrl, id, { userId: 'ada', userInfo: { name: 'Ada' } })
    textOf(ada.room).insert(0, 'SDK')
    await ada.room.flush()
    const stock = provide(server.wsUrl, id)
    const socket = connect()
    const pia = await enterTopic(socket, `room:${id}`, {
      user_id: 'pia',
      user_info: { name: 'Pia', color: '#112233' },
      presence: { page: 1 },
    })
    expect(pia.joined).toMatchObject({ status: 'ok', response: { self: { user_id: 'pia', name: 'Pia' } } })
    await until('the state', () => pia.of('room_state').length === 1)
    await until('all three', () => pia.presence.list().length === 3)
    const [adaMeta] = (pia.presence as unknown as { state: Record<string, { metas: object[] }> }).state.ada?.metas ?? []
    expect(adaMeta).toMatchObject({ name: 'Ada', verified: false, user: { id: 'ada' } })
    await until('Ada sees Pia', () => ada.room.presence.getOthers().some(({ presence }) => presence.page === 1))

    ada.room.presence.update({ tool: 'pen' })
    const metaOf = (key: string) =>
      (pia.presence as unknown as { state: Record<string, { metas: Record<string, unknown>[] }> }).state[key]?.metas[0]
    await until('the update', () => metaOf('ada')?.tool === 'pen')
    expect(await pia.push('presence:update', { page: 2 })).toMatchObject({ status: 'ok' })
    await until('Ada sees it', () => ada.room.presence.getOthers().some(({ presence }) => presence.page === 2))
    expect(metaOf('pia')).toMatchObject({ page: 2 })

    const pointed: unknown[] = []
    ada.room.cursors.subscribe((cursors) => pointed.push(...cursors.values()))
    pia.channel.push('cursor:update', { x: 1.5, y: 2, anchor: 'box' })
    await until('Pia points', () => pointed.some((cursor) => Object(cursor).anchor === 'box'))
    ada.room.cursors.update({ x: 7, y: 8 })
    await until('Ada points', () => pia.of('cursor:update').some(({ x, user_id }) => x === 7 && user_id === 'ada'))

    const [first] = pia.of('doc:update')
    const doc = new Y.Doc()
    Y.applyUpdate(doc, fromBase64(String(first?.update)))
    expect(doc.getText('content').toString()).toBe('SDK')
    pia.channel.on('doc:update', ({ update }: { update: string }) => Y.applyUpdate(doc, fromBase64(update), 'room'))
    const saved: Promise<unknown>[] = []
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'room') saved.push(pia.push('doc:update', { update: toBase64(update) }))
    })
    doc.getText('content').insert(3, ' phoenix')
    stock.text.insert(0, 'stock ')
    textOf(ada.room).insert(0, '!')
    expect(await Promise.all(saved)).toMatchObject([{ status: 'ok', response: { seq: 1 } }])
    await until('all have all', () => {
      const all = [doc.getText('content').toString(), stock.text.toString(), textOf(ada.room).toString()]
      return new Set(all).size === 1 && all[0]?.length === 18
    })
  })
})
