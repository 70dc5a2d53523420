/** Stock `phoenix` clients in rooms with the SDK and with stock Yjs clients. */
import { fromBase64, toBase64 } from '@syncforge/protocol/base64'
import { describe, expect, test } from 'vitest'
import { PhoenixChannelProvider } from 'y-phoenix-channel'
import * as Y from 'yjs'
import { dial, enterTopic, type Library } from '../../kit/phoenix.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createRoom, createToken, enter, freshRoomId, provide, textOf, until } from '../kit.ts'

const server = sharedServer()

const connect = (library: Library) => {
  const socket = dial(server.wsUrl, {}, library)
  afterTest(() => new Promise<void>((resolve) => socket.disconnect(resolve)))
  return socket
}

describe.each<Library>(['1.8', '1.7'])(
  '[SITE-7] a stock Phoenix client %s, the SDK and a stock Yjs client in one room',
  (library) => {
    test('see each other, point, edit one document and chat', async () => {
      const id = freshRoomId('phoenix')
      const ada = await enter(server.wsUrl, id, { userId: 'ada', userInfo: { name: 'Ada' } })
      textOf(ada.room).insert(0, 'SDK')
      await ada.room.flush()
      const stock = provide(server.wsUrl, id)
      const socket = connect(library)
      const pia = await enterTopic(socket, `room:${id}`, {
        user_id: 'pia',
        user_info: { name: 'Pia', color: '#112233' },
        presence: { page: 1 },
      })
      expect(pia.joined).toMatchObject({ status: 'ok', response: { self: { user_id: 'pia', name: 'Pia' } } })
      await until('the state', () => pia.of('room_state').length === 1)
      await until('all three', () => pia.presence.list().length === 3)
      const [adaMeta] =
        (pia.presence as unknown as { state: Record<string, { metas: object[] }> }).state.ada?.metas ?? []
      expect(adaMeta).toMatchObject({ name: 'Ada', verified: false, user: { id: 'ada' } })
      await until('Ada sees Pia', () => ada.room.presence.getOthers().some(({ presence }) => presence.page === 1))

      ada.room.presence.update({ tool: 'pen' })
      const metaOf = (key: string) =>
        (pia.presence as unknown as { state: Record<string, { metas: Record<string, unknown>[] }> }).state[key]
          ?.metas[0]
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

      // Beside them the stock Yjs client stays in the document; the words of the chat go both ways.
      const bodies = () => ada.room.chat.get().messages.map(({ body, by }) => `${by.userId}: ${body}`)
      ada.room.chat.subscribe(() => {})
      expect(await pia.push('chat:message', { text: 'Shall we?' })).toMatchObject({ status: 'ok' })
      await until('Ada reads it', () => bodies().includes('pia: Shall we?'))
      const { id: answered } = await ada.room.chat.send({
        body: 'Yes',
        replyTo: ada.room.chat.get().messages[0]?.id ?? '',
      })
      await until('Pia reads it', () => pia.of('chat:new_message').some(({ id }) => id === answered))
      expect(pia.of('chat:new_message').map(({ text, user_id }) => [text, user_id])).toEqual([
        ['Shall we?', 'pia'],
        ['Yes', 'ada'],
      ])
      expect(pia.of('chat:new_message')[1]).toMatchObject({ reply_to: pia.of('chat:new_message')[0]?.id })
      stock.text.insert(0, 'and ')
      await until(
        'the document goes on',
        () => textOf(ada.room).toString() === doc.getText('content').toString() && doc.getText('content').length === 22,
      )
    })

    test('it comes back from whatever closes its socket, takes its place and goes on; what is refused for good is not asked again', async () => {
      const id = freshRoomId('phoenix-back')
      await createRoom(server, { id, access: 'private' })
      const token = await createToken(server, `pia-${id}`, { [id]: ['write'] })
      const grace = await createToken(server, `ada-${id}`, { [id]: ['write'] })
      const ada = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token: grace }) })
      const socket = connect(library)
      const pia = await enterTopic(socket, `room:${id}`, { token, presence: { n: 1 } })
      expect(pia.joined).toMatchObject({ status: 'ok' })
      await until('she is seen', () => ada.room.presence.getOthers().length === 1)
      const places = () =>
        ada.room.presence.getOthers().flatMap(({ connections }) => connections.map((each) => each.connectionId))
      const [place] = places()
      expect(place).toMatch(/^con_/)
      // Not a frame: the gateway closes the socket.
      const { conn } = socket as unknown as { conn: { send(text: string): void } }
      conn.send('{}')
      await until('she dialled again', () => socket.counted.opened === 2 && pia.channel.state === 'joined')
      await until('she can speak', () => pia.presence.list().length === 2)
      expect(await pia.push('presence:update', { n: 2 })).toMatchObject({ status: 'ok' })
      await until('she goes on', () => ada.room.presence.getOthers()[0]?.presence.n === 2)
      expect(places()).toEqual([place])
      const refused = await enterTopic(socket, `room:${id}-of-others`, { token })
      expect(refused.joined).toMatchObject({ status: 'error', response: { reason: 'FORBIDDEN' } })
      await until('its channel is closed', () => refused.channel.state === 'closed')
      expect(socket.counted.opened).toBe(2)
    })
  },
)

test('two clients with y-phoenix-channel and a stock Yjs client: one document, each sees the other’s caret, and edits from away come along', async () => {
  const id = freshRoomId('y-phoenix')
  const stock = provide(server.wsUrl, id)
  const open = (name: string) => {
    const doc = new Y.Doc()
    const socket = connect('1.8')
    const provider = new PhoenixChannelProvider(socket as never, `doc:${id}`, doc, {
      params: { user_id: name },
      disableBc: true,
    })
    afterTest(() => provider.destroy())
    return { doc, text: doc.getText('content'), provider, socket }
  }
  const [ann, bob] = [open('ann'), open('bob')]
  const all = [ann, bob, stock]
  await until('both are in', () => ann.provider.synced && bob.provider.synced)
  ann.text.insert(0, 'Ann ')
  bob.text.insert(0, 'Bob ')
  stock.text.insert(0, 'stock ')
  await until('all the same', () => all.every(({ text }) => text.length === 14 && String(text) === String(ann.text)))
  ann.provider.awareness.setLocalState({ user: { name: 'Ann' }, caret: 3 })
  const caretAt = ({ awareness }: typeof bob.provider) =>
    [...awareness.getStates().values()].find(({ caret }) => caret !== undefined)?.caret
  await until('Bob sees the caret', () => caretAt(bob.provider) === 3)
  bob.provider.disconnect()
  bob.text.insert(0, 'away ')
  ann.text.insert(0, 'meanwhile ')
  bob.provider.connect()
  await until('all have all', () => all.every(({ text }) => text.length === 29 && String(text) === String(ann.text)))
})
