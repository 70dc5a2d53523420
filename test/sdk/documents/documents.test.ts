import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId, openNetwork, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

describe('documents', () => {
  test('what one writes the other reads, both ways', async () => {
    const id = freshRoomId('both')
    const [ada, bob] = await Promise.all([enter(server.wsUrl, id), enter(server.wsUrl, id)])
    textOf(ada.room).insert(0, 'Hello')
    await until('bob reads', () => textOf(bob.room).toString() === 'Hello')
    textOf(bob.room).insert(5, ', Ada 👩‍💻')
    await until('ada reads', () => textOf(ada.room).toString() === 'Hello, Ada 👩‍💻')
    await Promise.all([ada.room.flush(), bob.room.flush()])
    expect(await (await rest(server, `/rooms/${id}/document?format=text`)).text()).toBe('Hello, Ada 👩‍💻')
  })

  test('[CONV-5] five people at one position converge to one text', async () => {
    const id = freshRoomId('converge')
    const people = await Promise.all(Array.from({ length: 5 }, () => enter(server.wsUrl, id)))
    const first = people[0]!
    textOf(first.room).insert(0, '[]')
    for (const { room } of people) await until('the brackets', () => textOf(room).toString() === '[]')
    // One turn: nobody has heard of anybody else's edit yet.
    for (const [index, { room }] of people.entries()) {
      for (const letter of 'abcdef') textOf(room).insert(1, `${letter}${index}`)
      if (index % 2 === 1) textOf(room).delete(1, 4)
    }
    await Promise.all(people.map(({ room }) => room.flush()))
    const length = 2 + 3 * 12 + 2 * 8
    for (const { room } of people) await until('everything', () => textOf(room).length === length)
    const texts = people.map(({ room }) => textOf(room).toString())
    expect(new Set(texts).size).toBe(1)
    expect(await (await rest(server, `/rooms/${id}/document?format=text`)).text()).toBe(texts[0])
  })

  test('a room has several documents, and they do not mix', async () => {
    const id = freshRoomId('several')
    const ada = await enter(server.wsUrl, id)
    const bob = await enter(server.wsUrl, id)
    const names = ['default', 'notes', 'plans/2026']
    for (const name of names) textOf(ada.room, name).insert(0, `this is ${name}`)
    await ada.room.flush()
    for (const name of names) {
      await bob.room.getDocument(name).whenSynced
      expect(textOf(bob.room, name).toString()).toBe(`this is ${name}`)
    }
    const listed = (await (await rest(server, `/rooms/${id}/documents`)).json()) as { documents: { name: string }[] }
    expect(listed.documents.map(({ name }) => name).sort()).toEqual(names)
    expect(bob.room.getDocument('notes')).toBe(bob.room.getDocument('notes'))
  })

  test('[DO3] whoever comes back gets what it lacks and gives what the room lacks, not more', async () => {
    const id = freshRoomId('return')
    const network = await openNetwork(server)
    const ada = await enter(network.endpoint, id)
    const bob = await enter(server.wsUrl, id)
    const article = 'A long article that both of them have. '.repeat(500)
    textOf(ada.room).insert(0, article)
    await until('bob has it', () => textOf(bob.room).length === article.length)
    await until('saved', () => ada.room.sync.get() === 'saved')

    network.goDown()
    await until('offline', () => ada.room.sync.get() === 'offline')
    textOf(ada.room).insert(0, 'Ada offline. ')
    textOf(bob.room).insert(article.length, 'Bob online.')
    await bob.room.flush()
    const sizes: number[] = []
    ada.room.getDocument().on('update', (update: Uint8Array) => sizes.push(update.length))
    bob.room.getDocument().on('update', (update: Uint8Array) => sizes.push(update.length))
    network.comeUp()
    await ada.room.flush()
    const expected = `Ada offline. ${article}Bob online.`
    await until('both', () => [ada, bob].every(({ room }) => textOf(room).toString() === expected))
    expect(Math.max(...sizes)).toBeLessThan(200)
    expect(ada.room.sync.get()).toBe('saved')
  })

  test('a late joiner receives exactly the document', async () => {
    const id = freshRoomId('late')
    const ada = await enter(server.wsUrl, id)
    const map = ada.room.getDocument().getMap<unknown>('settings')
    textOf(ada.room).insert(0, 'x'.repeat(10_000))
    textOf(ada.room).delete(100, 9_800)
    map.set('nested', new Y.Map([['deep', [1, 2, { three: true }]]]))
    await ada.room.flush()
    const late = await enter(server.wsUrl, id)
    const doc = late.room.getDocument()
    await doc.whenSynced
    expect(textOf(late.room).toString()).toBe('x'.repeat(200))
    expect(doc.getMap('settings').toJSON()).toEqual({ nested: { deep: [1, 2, { three: true }] } })
    expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(ada.room.getDocument()))
    await until('saved', () => late.room.sync.get() === 'saved')
  })

  test('an update through REST reaches everyone', async () => {
    const id = freshRoomId('rest')
    const ada = await enter(server.wsUrl, id)
    const doc = new Y.Doc()
    doc.getText('content').insert(0, 'from REST')
    textOf(ada.room)
    const body = Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>
    const headers = { 'content-type': 'application/octet-stream' }
    await rest(server, `/rooms/${id}/document/update`, { method: 'POST', body, headers })
    await until('the text', () => textOf(ada.room).toString() === 'from REST')
  })
})
