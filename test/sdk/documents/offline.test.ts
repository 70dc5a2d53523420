// Coming back with much that was written while away: to a real room.
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId, openNetwork, textOf, until } from '../kit.ts'

const server = sharedServer()

test('[CONV-4] 18 MB written while away arrive whole', async () => {
  const id = freshRoomId('much')
  const network = await openNetwork(server)
  const ada = await enter(network.endpoint, id)
  await ada.room.getDocument().whenSynced
  network.goDown()
  await until('offline', () => ada.room.sync.get() === 'offline')
  for (let page = 0; page < 20; page += 1) {
    textOf(ada.room).insert(page % 3, `page ${page} 😀 `.repeat(70_000))
    ada.room.getDocument().getMap('pages').set(`page ${page}`, page)
  }
  textOf(ada.room).delete(0, 1_000)
  network.comeUp()
  await ada.room.flush()
  const bob = await enter(server.wsUrl, id)
  await bob.room.getDocument().whenSynced
  expect(textOf(bob.room).toString() === textOf(ada.room).toString()).toBe(true)
  expect(bob.room.getDocument().getMap('pages').size).toBe(20)
  expect(textOf(bob.room).length).toBeGreaterThan(14_000_000)
  expect([ada.errors, bob.errors]).toEqual([[], []])
  await until('saved', () => ada.room.sync.get() === 'saved')
})

test('whoever is cut off again and again is back each time, with what was written meanwhile', async () => {
  const id = freshRoomId('cut')
  const author = await enter(server.wsUrl, id)
  textOf(author.room).insert(0, 'A document of some size. '.repeat(4_000))
  await author.room.flush()
  // Each loss makes the next return wait longer.
  const rounds = 5
  const network = await openNetwork(server)
  const { room, errors } = await enter(network.endpoint, id)
  for (let round = 0; round < rounds; round += 1) {
    await until('the document', () => textOf(room).toString() === textOf(author.room).toString())
    await until('saved', () => room.sync.get() === 'saved')
    network.cut()
    await until('the loss', () => room.sync.get() === 'offline')
    textOf(author.room).insert(0, `Round ${round}. `)
    textOf(room).insert(textOf(room).length, ` I saw ${round}.`)
  }
  await room.flush()
  await until('the same', () => textOf(room).toString() === textOf(author.room).toString())
  for (let round = 0; round < rounds; round += 1) {
    expect(textOf(room).toString()).toContain(`Round ${round}. `)
    expect(textOf(room).toString()).toContain(` I saw ${round}.`)
  }
  expect(errors).toEqual([])
})
