// How full a document is, and the warning before a bound is reached.
import { randomBytes } from 'node:crypto'
import type { DocumentFill } from '@syncforge/client'
import { limits } from '@syncforge/protocol/limits'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId, openNetwork, rest, until } from '../kit.ts'

const server = sharedServer()

test('[DO12] a document says what it has come to and what its bounds are, each by its name', async () => {
  const id = freshRoomId('size')
  const { room } = await enter(server.wsUrl, id)
  expect((await room.documentSize()).bytes).toEqual({ is: 0, max: limits.documentMaxBytes })
  room.getDocument('notes').getText('content').insert(0, 'x'.repeat(10_000))
  await room.flush()
  const size = await room.documentSize('notes')
  expect(size.bytes.is).toBeGreaterThan(10_000)
  expect(size.bytes.is).toBeLessThan(11_000)
  expect(size.clients).toEqual({ is: 1, max: limits.documentClientsMax })
  expect(size.roots).toEqual({ is: 1, max: limits.documentRootsMax })
  expect(size.memoryBytes.max).toBe(limits.documentMemoryMaxBytes)
  expect(size).toEqual(await (await rest(server, `/rooms/${id}/document/usage?name=notes`)).json())
  expect((await room.documentSize()).bytes.is).toBe(0)
  await expect(room.documentSize('no name')).rejects.toEqual(expect.objectContaining({ code: 'VALIDATION_ERROR' }))
})

test('[DO12] whoever listens is warned at 80 and 90 %, once each; whoever comes later or back too', async () => {
  const id = freshRoomId('fill')
  const network = await openNetwork(server)
  const [ada, bob] = [await enter(server.wsUrl, id), await enter(network.endpoint, id)]
  const heard: Record<string, DocumentFill[]> = { ada: [], bob: [], stopped: [], other: [] }
  const listen = ({ room }: typeof ada, who: string, document?: string) =>
    room.onDocumentFilled((fill) => heard[who]?.push(fill), document)
  listen(ada, 'ada')
  listen(bob, 'bob')
  listen(ada, 'other', 'notes')
  listen(ada, 'stopped')()
  await bob.room.documentSize()
  const roots = (from: number, to: number) => {
    const doc = ada.room.getDocument()
    doc.transact(() => {
      for (let n = from; n < to; n++) doc.getMap(`root-${n}`).set('is', randomBytes(2).toString('hex'))
    })
    return ada.room.flush()
  }
  const at = (share: number) => ({ document: 'default', bound: 'roots', share })
  await roots(0, limits.documentRootsMax * 0.8)
  await until('both are warned', () => heard.ada?.length === 1 && heard.bob?.length === 1)
  network.goDown()
  await until('bob is away', () => bob.room.status.get() !== 'connected')
  await roots(limits.documentRootsMax * 0.8, limits.documentRootsMax * 0.9)
  await until('ada is warned again', () => heard.ada?.length === 2)
  expect(heard.ada).toEqual([at(0.8), at(0.9)])
  network.comeUp()
  await until('bob, too', () => heard.bob?.length === 2)
  expect(heard.bob).toEqual([at(0.8), at(0.9)])
  const late: DocumentFill[] = []
  ada.room.onDocumentFilled((fill) => late.push(fill))
  await until('whoever comes late', () => late.length === 1)
  expect(late).toEqual([at(0.9)])
  expect([heard.stopped, heard.other, ada.errors]).toEqual([[], [], []])
}, 60_000)
