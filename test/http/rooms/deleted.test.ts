/** [L11] A deleted room stays deleted, whoever still has it open or kept a copy, until it is created again on purpose. */
import { subprotocol } from '@syncforge/protocol/version'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { otherOrganization } from '../../kit/database.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { call, codeOf } from '../call.ts'

const server = sharedServer()

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

const room = (id: string, path = '') => `/api/v1/rooms/${id}${path}`
const create = (id: string) => call(server, '/api/v1/rooms', { method: 'POST', json: { id, access: 'public' } })
const remove = (id: string) => call(server, room(id), { method: 'DELETE' })

/** A stock client that holds content of its own. */
const stock = (id: string, doc = new Y.Doc()) => {
  const codes: number[] = []
  const provider = new WebsocketProvider(`${server.wsUrl}/yjs`, id, doc, {
    params: { token: developmentKeys.publishable },
    WebSocketPolyfill: WebSocket as never,
    disableBc: true,
  })
  provider.on('connection-close', (event) => {
    if (event) codes.push(event.code)
  })
  stops.push(() => provider.destroy())
  return { doc, provider, codes }
}

/** Comes back a tenth of a second after each end with the same copy, as older stock clients do. */
const stubborn = (id: string, update: Uint8Array) => {
  const codes: number[] = []
  let stopped = false
  const attempt = () => {
    if (stopped) return
    const socket = new WebSocket(`${server.wsUrl}/yjs/${id}?token=${developmentKeys.publishable}`)
    stops.push(() => socket.terminate())
    socket.on('error', () => {})
    socket.once('open', () => socket.send(Uint8Array.of(0, 2, update.length, ...update)))
    socket.once('close', (code) => {
      codes.push(code)
      setTimeout(attempt, 100)
    })
  }
  stops.push(() => {
    stopped = true
  })
  attempt()
  return codes
}

const written = () => {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, 'secret')
  return doc
}

const endOf = (path: string, protocols: string[] = []): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.wsUrl}${path}?token=${developmentKeys.publishable}`, protocols)
    socket.once('error', reject)
    socket.once('close', (code, reason) => resolve(`${code} ${reason}`))
  })

describe('a deleted room', () => {
  it('is not brought back by who has it open, nor by a copy that is loaded again', async () => {
    await create('gone-open')
    const { doc, provider, codes } = stock('gone-open', written())
    await expect.poll(() => provider.synced, { timeout: 10_000 }).toBe(true)
    expect((await remove('gone-open')).status).toBe(204)
    await expect.poll(() => codes, { timeout: 10_000 }).toContain(4410)
    const older = stubborn('gone-open', Y.encodeStateAsUpdate(doc))
    const reloaded = stock('gone-open', doc)
    await expect.poll(() => [older.length > 2, reloaded.codes.length > 0], { timeout: 20_000 }).toEqual([true, true])
    expect(new Set([...older, ...reloaded.codes])).toEqual(new Set([4410]))
    expect(codeOf(await call(server, room('gone-open')))).toBe('ROOM_DELETED')
  })

  it('says so to every dialect and on every way by REST', async () => {
    await create('gone-told')
    await create('gone-source')
    await remove('gone-told')
    expect(await endOf('/v1/rooms/gone-told/socket', [subprotocol])).toBe('4410 ROOM_DELETED')
    expect(await endOf('/yjs/gone-told')).toBe('4410 ROOM_DELETED')
    const octets = { 'content-type': 'application/octet-stream' }
    const body = Y.encodeStateAsUpdate(written()) as Uint8Array<ArrayBuffer>
    const file = { 'content-type': 'application/vnd.syncforge.room' }
    const answers = await Promise.all([
      call(server, room('gone-told')),
      call(server, room('gone-told', '/document')),
      call(server, room('gone-told', '/participants')),
      call(server, room('gone-told', '/export')),
      call(server, room('gone-told', '/versions')),
      call(server, room('gone-told'), { method: 'PATCH', json: { name: 'x' } }),
      remove('gone-told'),
      call(server, room('gone-told', '/document/update'), { method: 'POST', body, headers: octets }),
      call(server, room('gone-told', '/fork'), { method: 'POST', json: {} }),
      call(server, room('gone-source', '/fork'), { method: 'POST', json: { id: 'gone-told' } }),
      call(server, room('gone-source', '/merge'), { method: 'POST', json: { from: 'gone-told' } }),
      call(server, room('gone-told', '/import'), { method: 'POST', body, headers: file }),
    ])
    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toEqual(answers.map(() => [410, 'ROOM_DELETED']))
    const { body: page } = await call(server, '/api/v1/rooms?limit=100')
    expect((page as { rooms: { id: string }[] }).rooms.map(({ id }) => id)).not.toContain('gone-told')
  })

  it('is another room once it is created again, with nothing of the earlier one', async () => {
    await create('gone-anew')
    const before = stock('gone-anew', written())
    await expect.poll(() => before.provider.synced, { timeout: 10_000 }).toBe(true)
    before.provider.destroy()
    await remove('gone-anew')
    expect((await create('gone-anew')).status).toBe(201)
    const { doc, provider } = stock('gone-anew')
    await expect.poll(() => provider.synced, { timeout: 10_000 }).toBe(true)
    expect(doc.getText('t').toString()).toBe('')
  })

  it('was never there for an organization that has none of this id', async () => {
    await create('gone-ours')
    await remove('gone-ours')
    const key = otherOrganization.secret
    expect(codeOf(await call(server, room('gone-ours'), { key }))).toBe('ROOM_NOT_FOUND')
    const made = await call(server, '/api/v1/rooms', { method: 'POST', json: { id: 'gone-ours' }, key })
    expect(made.status).toBe(201)
  })
})
