/** Floods of messages, updates, names and connections, while two ordinary people type and notice nothing. */
import { DocumentKind, encodeAwarenessMessage, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { describe, expect, test } from 'vitest'
import { call } from '../../http/call.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { until } from '../kit.ts'
import { awarenessOf, bytes, concat, request, update, varint } from './frames.ts'
import { intrude, intrudeStock, knock, openBystanders } from './intruders.ts'

const server = sharedServer()

describe('a flood', () => {
  test('of requests is answered with RATE_LIMITED and, as it persists, closed with a code that says come back later', async () => {
    const room = await openBystanders(server)
    const mallory = await intrude(server, room.id)
    mallory.socket.on('error', () => {})
    for (let ref = 1; ref <= 20_000 && mallory.closed.length === 0; ref++) {
      mallory.say(request('presence.update', { presence: { ref } }, ref))
      if (ref % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await mallory.end()).toEqual({ code: 4529, reason: 'RATE_LIMITED' })
    expect(new Set(mallory.errors())).toEqual(new Set(['RATE_LIMITED']))
    await room.goesOn()
    await room.stop()
  })

  test.each(['native', 'stock'])('of %s updates is closed: none of them may be skipped', async (dialect) => {
    const room = await openBystanders(server)
    const mallory = dialect === 'native' ? await intrude(server, room.id) : await intrudeStock(server, room.id)
    mallory.socket.on('error', () => {})
    const noise = update('n'.repeat(20))
    const frame =
      dialect === 'native'
        ? encodeDocumentMessage({ kind: DocumentKind.update, name: 'scratch', seq: 1, update: noise })
        : concat(varint(0, 2, noise.length), noise)
    for (let n = 0; n < 20_000 && mallory.closed.length === 0; n++) {
      mallory.say(frame)
      if (n % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await mallory.end()).toEqual({ code: 4529, reason: 'RATE_LIMITED' })
    await room.goesOn()
    await room.stop()
  })

  test('of document names meets the bounds of a room: documents, what one connection follows and keeps in memory', async () => {
    const room = await openBystanders(server)
    const [writer, asker, pointer] = [
      await intrude(server, room.id, { userId: 'writer' }),
      await intrude(server, room.id, { userId: 'asker' }),
      await intrude(server, room.id, { userId: 'pointer' }),
    ]
    const small = update('x')
    const state = awarenessOf(7, 1, JSON.stringify('s'.repeat(1_000)))
    for (let n = 0; n < 10_000; n++) {
      const name = `doc-${n}`
      writer.say(encodeDocumentMessage({ kind: DocumentKind.update, name, seq: 1, update: small }))
      asker.say(encodeDocumentMessage({ kind: DocumentKind.step1, name, stateVector: bytes(0) }))
      pointer.say(encodeAwarenessMessage({ name, update: state }))
      if ([writer, asker, pointer].some(({ closed }) => closed.length > 0)) break
      if (n % 50 !== 0) continue
      // As fast as the rate allows, and no faster than this process reads: who does not read is another test.
      await new Promise((resolve) => setTimeout(resolve, 70))
      const ref = n + 1
      for (const raw of [writer, asker, pointer]) raw.say(request('presence.list', {}, ref))
      await until('the answers', () =>
        [writer, asker, pointer].every((raw) => raw.told().some((told) => told.ref === ref)),
      )
    }
    for (const raw of [writer, asker, pointer]) {
      await until('a refusal', () => raw.errors().includes('LIMIT_EXCEEDED'))
      const told = raw.errors().filter((code) => code !== 'RATE_LIMITED')
      expect([raw.closed, new Set(told)]).toEqual([[], new Set(['LIMIT_EXCEEDED'])])
    }
    const list = await call(server, `/api/v1/rooms/${room.id}/documents`)
    expect((list.body as { documents: unknown[] }).documents).toHaveLength(1_000)
    await room.goesOn()
    for (const { socket } of [writer, asker, pointer]) socket.close(1000)
    await room.stop()
  })

  test('of reconnections from one address neither disturbs nor leaves anybody behind', async () => {
    const room = await openBystanders(server)
    const outcomes = new Map<string, number>()
    const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    for (let round = 0; round < 10; round++) {
      const storm = Array.from({ length: 60 }, async (_, i) => {
        const raw = await (i % 2 === 0 ? knock(server, room.id) : intrudeStock(server, room.id))
        if (i % 2 === 0) raw.say(JSON.stringify({ type: 'hello', body: { userId: `storm-${i}` } }))
        if (i % 3 === 0) raw.socket.terminate()
        else raw.socket.close(1000)
        // Its own goodbye is answered, on a busy machine later.
        if (i % 3 !== 0) count(String((await raw.end(20_000)).code))
      })
      await Promise.all(storm)
    }
    expect([...outcomes.keys()].filter((code) => !['1000', '4503'].includes(code))).toEqual([])
    await room.goesOn()
    await room.stop()
  })
})
