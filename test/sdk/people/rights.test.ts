import { encodeAwarenessMessage, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { readPack } from '@syncforge/protocol/frames'
import { subprotocol } from '@syncforge/protocol/version'
import { describe, expect, test } from 'vitest'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createRoom, createToken, enter, expireToken, freshRoomId, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

const code = (value: string) => expect.objectContaining({ code: value })
const withToken = (userId: string, grants: Record<string, string[]>) => ({
  authEndpoint: async () => ({ token: await createToken(server, userId, grants) }),
})

describe('rights', () => {
  test('a verified identity comes from the token, whatever the client claims', async () => {
    const id = freshRoomId('verified')
    const claims = { userId: 'somebody-else', userInfo: { name: 'Mallory' } }
    const ada = await enter(server.wsUrl, id, claims, withToken('ada', { [id]: ['write'] }))
    expect(ada.room.self).toEqual(
      expect.objectContaining({
        userId: 'ada',
        verified: true,
        access: 'write',
        userInfo: expect.objectContaining({ name: 'ada' }),
      }),
    )
  })

  test('[DO4] a reader reads; its edit is FORBIDDEN, never shows as saved, and reaches nobody', async () => {
    const id = freshRoomId('reader')
    const writer = await enter(server.wsUrl, id, {}, withToken('writer', { [id]: ['write'] }))
    textOf(writer.room).insert(0, 'read me')
    await writer.room.flush()
    const reader = await enter(server.wsUrl, id, {}, withToken('reader', { [id]: ['read'] }))
    await reader.room.getDocument().whenSynced
    expect(textOf(reader.room).toString()).toBe('read me')
    expect(reader.room.sync.get()).toBe('saved')
    textOf(reader.room).insert(0, 'scribble ')
    await expect(reader.room.flush()).rejects.toEqual(code('FORBIDDEN'))
    expect(reader.errors).toEqual([code('FORBIDDEN')])
    expect(reader.room.sync.get()).toBe('refused')
    await expect(reader.room.broadcast('wave')).rejects.toEqual(code('FORBIDDEN'))
    textOf(writer.room).insert(7, '!')
    await until('reading goes on', () => textOf(reader.room).toString().endsWith('read me!'))
    await writer.room.flush()
    expect(textOf(writer.room).toString()).toBe('read me!')
    expect(await (await rest(server, `/rooms/${id}/document?format=text`)).text()).toBe('read me!')
  })

  test('[DO4] [DO8] a reader that ignores its own rights is refused by the room', async () => {
    const id = freshRoomId('raw')
    const writer = await enter(server.wsUrl, id, {}, withToken('writer', { [id]: ['write'] }))
    textOf(writer.room).insert(0, 'safe')
    await writer.room.flush()
    const awareness = writer.room.getAwareness()
    const token = await createToken(server, 'reader', { [id]: ['read'] })
    const socket = new WebSocket(`${server.wsUrl}/v1/rooms/${id}/socket?token=${token}`, subprotocol)
    socket.binaryType = 'arraybuffer'
    afterTest(() => socket.close())
    const heard: string[] = []
    socket.addEventListener('message', ({ data }) => {
      const parts =
        typeof data === 'string'
          ? [data]
          : readPack(new Uint8Array(data)).map(({ frame }) => Buffer.from(frame).toString('latin1'))
      heard.push(...parts)
    })
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    socket.send(JSON.stringify({ type: 'hello', body: {} }))
    await until('the welcome', () => heard.some((text) => text.includes('"welcome"')))
    const doc = new Y.Doc()
    doc.getText('content').insert(0, 'injected')
    const mine = new Awareness(doc)
    afterTest(() => mine.destroy())
    mine.setLocalState({ ghost: true })
    socket.send(
      encodeDocumentMessage({
        kind: 2,
        name: 'default',
        seq: 1,
        update: Y.encodeStateAsUpdate(doc),
      }) as Uint8Array<ArrayBuffer>,
    )
    socket.send(
      encodeAwarenessMessage({
        name: 'default',
        update: encodeAwarenessUpdate(mine, [doc.clientID]),
      }) as Uint8Array<ArrayBuffer>,
    )
    await until('two refusals', () => heard.filter((text) => text.includes('FORBIDDEN')).length === 2)
    textOf(writer.room).insert(4, ' and sound')
    await writer.room.flush()
    expect(await (await rest(server, `/rooms/${id}/document?format=text`)).text()).toBe('safe and sound')
    expect([...awareness.getStates().keys()]).toEqual([awareness.clientID])
    expect(socket.readyState).toBe(WebSocket.OPEN)
  })

  test('a commenter shows its caret and writes nothing', async () => {
    const id = freshRoomId('commenter')
    const writer = await enter(server.wsUrl, id, {}, withToken('writer', { [id]: ['write'] }))
    const seen = writer.room.getAwareness()
    const commenter = await enter(server.wsUrl, id, {}, withToken('commenter', { [id]: ['comment'] }))
    commenter.room.getAwareness().setLocalState({ caret: 3 })
    const { clientID } = commenter.room.getAwareness()
    await until('the caret', () => seen.getStates().get(clientID)?.caret === 3)
    textOf(commenter.room).insert(0, 'no')
    await expect(commenter.room.flush()).rejects.toEqual(code('FORBIDDEN'))
  })

  test('an expired token is renewed by the authEndpoint, once, at once', async () => {
    const id = freshRoomId('expired')
    const expired = await expireToken(await createToken(server, 'ada', { [id]: ['write'] }))
    const issued: string[] = []
    const authEndpoint = async (asked: string) => {
      issued.push(asked)
      return { token: issued.length === 1 ? expired : await createToken(server, 'ada', { [id]: ['write'] }) }
    }
    const startedAt = performance.now()
    const ada = await enter(server.wsUrl, id, {}, { authEndpoint })
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    expect(issued).toEqual([id, id])
    expect(ada.room.self.userId).toBe('ada')
    await expect(enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token: expired }) })).rejects.toEqual(
      code('TOKEN_EXPIRED'),
    )
  })

  test('refusals of the edge reach joinRoom with their code', async () => {
    const id = freshRoomId('refused')
    await createRoom(server, { id })
    await expect(enter(server.wsUrl, id)).rejects.toEqual(code('FORBIDDEN'))
    await expect(enter(server.wsUrl, id, {}, { apiKey: 'pk_unknown' })).rejects.toEqual(code('UNAUTHORIZED'))
    await expect(enter(server.wsUrl, id, {}, withToken('ada', { other: ['write'] }))).rejects.toEqual(code('FORBIDDEN'))
    const absent = freshRoomId('absent')
    await expect(enter(server.wsUrl, absent, {}, withToken('ada', { [absent]: ['read'] }))).rejects.toEqual(
      code('ROOM_NOT_FOUND'),
    )
  })

  test('a deleted room ends for everyone in it', async () => {
    const id = freshRoomId('deleted')
    await createRoom(server, { id, access: 'public' })
    const ada = await enter(server.wsUrl, id)
    textOf(ada.room)
    await rest(server, `/rooms/${id}`, { method: 'DELETE' })
    await until('disconnected', () => ada.room.status.get() === 'disconnected')
    expect(ada.errors).toEqual([code('ROOM_DELETED')])
    await expect(ada.room.flush()).rejects.toEqual(code('ROOM_DELETED'))
  })
})
