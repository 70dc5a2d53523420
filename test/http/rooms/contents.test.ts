/** What is inside a room, by REST, beside people who are in it. */

import type { DocumentUsage } from '@syncforge/protocol/document'
import { limits } from '@syncforge/protocol/limits'
import { subprotocol } from '@syncforge/protocol/version'
import { beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { call, codeOf } from '../call.ts'

const server = sharedServer()
beforeAll(async () => {
  for (const id of ['people', 'documents', 'events', 'stock']) {
    await call(server, '/api/v1/rooms', { method: 'POST', json: { id, access: 'public' } })
  }
})

/** A native socket that has said hello and heard the answer; what it hears is kept as text. */
const join = async (roomId: string, hello: object) => {
  const address = `${server.wsUrl}/v1/rooms/${roomId}/socket?token=${developmentKeys.publishable}`
  const socket = new WebSocket(address, subprotocol)
  let heard = ''
  socket.on('message', (data: Buffer) => {
    heard += data.toString('latin1')
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.send(JSON.stringify({ type: 'hello', body: hello }))
  await expect.poll(() => heard, { timeout: 5_000 }).toContain('"welcome"')
  return { socket, heard: () => heard }
}

interface Person {
  readonly userId: string
  readonly verified: boolean
  readonly userInfo: { readonly name: string }
  readonly connections: readonly {
    readonly connectionId: string
    readonly presence: unknown
    readonly joinedAt: number
  }[]
}
const participants = async () =>
  ((await call(server, '/api/v1/rooms/people/participants')).body as { participants: Person[] }).participants

const bytes = { 'content-type': 'application/octet-stream' }

describe('participants', () => {
  it('are people, each with their connections', async () => {
    expect(await participants()).toEqual([])
    const ada = { userId: 'ada', userInfo: { name: 'Ada', color: '#112233' } }
    const sockets = [
      await join('people', { ...ada, presence: { tab: 1 } }),
      await join('people', { ...ada, presence: { tab: 2 } }),
      await join('people', { userId: 'bob', userInfo: { name: 'Bob' } }),
    ]
    const found = await participants()
    expect(found.map(({ userId, connections }) => [userId, connections.length])).toEqual([
      ['ada', 2],
      ['bob', 1],
    ])
    expect(found[0]).toMatchObject({ verified: false, userInfo: { name: 'Ada', color: '#112233' } })
    expect(found[0]?.connections.map(({ presence }) => presence)).toEqual([{ tab: 1 }, { tab: 2 }])
    expect(found[0]?.connections[0]?.joinedAt).toBeGreaterThan(Date.now() - 60_000)
    for (const { socket } of sockets) socket.close(1000)
    await expect.poll(participants, { timeout: 5_000 }).toEqual([])
  })
})

describe('documents', () => {
  const path = '/api/v1/rooms/documents/document'
  const written = new Y.Doc()
  written.getText('content').insert(0, 'Grüße 🚀')
  written.getMap('meta').set('count', 3)

  it('take an update and give it back in each format', async () => {
    const update = await call(server, `${path}/update?name=notes`, {
      method: 'POST',
      body: Y.encodeStateAsUpdate(written) as Uint8Array<ArrayBuffer>,
      headers: bytes,
    })
    expect([update.status, update.body]).toEqual([200, { sequence: expect.any(Number) }])
    const yjs = await call(server, `${path}?name=notes&format=yjs`)
    expect(yjs.headers.get('content-type')).toBe('application/octet-stream')
    const copy = new Y.Doc()
    Y.applyUpdate(copy, yjs.body as Uint8Array)
    expect([copy.getText('content').toString(), copy.getMap('meta').toJSON()]).toEqual(['Grüße 🚀', { count: 3 }])
    const text = await call(server, `${path}?name=notes&format=text`)
    expect(text.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(new TextDecoder().decode(text.body as Uint8Array)).toContain('Grüße 🚀')
    const json = await call(server, `${path}?name=notes`)
    expect(json.body).toMatchObject({ name: 'notes' })
    expect(JSON.stringify(json.body)).toContain('Grüße 🚀')
    expect((await call(server, '/api/v1/rooms/documents/documents')).body).toEqual({
      documents: [{ name: 'notes', createdAt: expect.any(Number) }],
    })
  })

  it('refuse what is no update, a name that is none and a format that is none', async () => {
    const broken = await call(server, `${path}/update`, { method: 'POST', body: 'garbage', headers: bytes })
    expect([broken.status, codeOf(broken)]).toEqual([400, 'MALFORMED_MESSAGE'])
    expect(codeOf(await call(server, `${path}?name=../x`))).toBe('VALIDATION_ERROR')
    expect(codeOf(await call(server, `${path}?format=pdf`))).toBe('VALIDATION_ERROR')
    expect(codeOf(await call(server, `${path}?name=absent`))).toBe('NOT_FOUND')
  })

  it('are given their first content once, however often it is sent', async () => {
    const seed = async (text: string, name: string) => {
      const doc = new Y.Doc()
      doc.getText('content').insert(0, text)
      const body = Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>
      return call(server, `${path}/seed?name=${name}`, { method: 'POST', body, headers: bytes })
    }
    const answers = await Promise.all(Array.from({ length: 10 }, () => seed('template', 'seeded')))
    expect(answers.map(({ body }) => JSON.stringify(body)).sort()).toEqual([
      ...Array.from({ length: 9 }, () => '{"seeded":false}'),
      '{"seeded":true}',
    ])
    const text = await call(server, `${path}?name=seeded&format=text`)
    expect(new TextDecoder().decode(text.body as Uint8Array)).toBe('template')
    const broken = await call(server, `${path}/seed`, { method: 'POST', body: 'garbage', headers: bytes })
    expect(codeOf(broken)).toBe('MALFORMED_MESSAGE')
  })

  it('written by REST reach a stock y-websocket client, and the other way', async () => {
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(`${server.wsUrl}/yjs`, 'stock/deep/notes', doc, {
      params: { token: developmentKeys.publishable },
      WebSocketPolyfill: WebSocket as never,
      disableBc: true,
    })
    try {
      await expect.poll(() => provider.synced, { timeout: 5_000 }).toBe(true)
      doc.getText('t').insert(0, 'from the editor')
      const read = () => call(server, '/api/v1/rooms/stock/document?name=deep/notes&format=text')
      await expect
        .poll(async () => new TextDecoder().decode((await read()).body as Uint8Array), { timeout: 5_000 })
        .toContain('from the editor')
      const other = new Y.Doc()
      other.getText('t').insert(0, 'from REST, ')
      await call(server, '/api/v1/rooms/stock/document/update?name=deep/notes', {
        method: 'POST',
        body: Y.encodeStateAsUpdate(other) as Uint8Array<ArrayBuffer>,
        headers: bytes,
      })
      await expect.poll(() => doc.getText('t').toString(), { timeout: 5_000 }).toContain('from REST, ')
      expect(doc.getText('t').toString()).toContain('from the editor')
    } finally {
      provider.destroy()
    }
  })

  it('[DO12] say how full they are', async () => {
    const name = 'measured'
    const usage = async () => (await call(server, `${path}/usage?name=${name}`)).body as DocumentUsage
    const { bytes: none, share: empty } = await usage()
    expect([none, empty]).toEqual([{ is: 0, max: limits.documentMaxBytes }, 0])
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'x'.repeat(3_000_000))
    const update = Y.encodeStateAsUpdate(doc)
    await call(server, `${path}/update?name=${name}`, {
      method: 'POST',
      body: update as Uint8Array<ArrayBuffer>,
      headers: bytes,
    })
    const filled = await usage()
    expect(filled).toMatchObject({
      bytes: { is: update.length },
      clients: { is: 1, max: limits.documentClientsMax },
      roots: { is: 1 },
    })
    expect(filled.share).toBeCloseTo(update.length / limits.documentMaxBytes)
  })
})

describe('an event by REST', () => {
  it('is heard by everyone in the room', async () => {
    const listener = await join('events', { userId: 'ada' })
    const sent = await call(server, '/api/v1/rooms/events/broadcast', {
      method: 'POST',
      json: { event: 'deploy', payload: { version: 'heard-1' } },
    })
    expect(sent.status).toBe(204)
    await expect.poll(listener.heard, { timeout: 5_000 }).toContain('heard-1')
    listener.socket.close()
  })
})

describe('a changed or deleted room', () => {
  it('keeps to its new number of people at once', async () => {
    const first = await join('events', { userId: 'first' })
    await call(server, '/api/v1/rooms/events', { method: 'PATCH', json: { maxParticipants: 1 } })
    const address = `${server.wsUrl}/v1/rooms/events/socket?token=${developmentKeys.publishable}`
    const second = new WebSocket(address, subprotocol)
    second.once('open', () => second.send(JSON.stringify({ type: 'hello', body: { userId: 'second' } })))
    const ending = await new Promise((resolve) =>
      second.once('close', (code, reason) => resolve([code, reason.toString()])),
    )
    expect(ending).toEqual([4403, 'ROOM_FULL'])
    first.socket.close()
  })

  it('says goodbye to everyone in it', async () => {
    await call(server, '/api/v1/rooms', { method: 'POST', json: { id: 'going', access: 'public' } })
    const { socket } = await join('going', { userId: 'ada' })
    const ending = new Promise((resolve) => socket.once('close', (code, reason) => resolve([code, reason.toString()])))
    expect((await call(server, '/api/v1/rooms/going', { method: 'DELETE' })).status).toBe(204)
    expect(await ending).toEqual([4410, 'ROOM_DELETED'])
  })
})
