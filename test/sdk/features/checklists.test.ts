/** Checklists through the SDK and REST, with a line that is cut. */
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, enter, freshRoomId, openNetwork, rest, until } from '../kit.ts'

const server = sharedServer()

test('[CK4] two people and REST work through a list to the end, live, through a lost line', async () => {
  const id = freshRoomId('checklists')
  await createRoom(server, { id, access: 'public' })
  const network = await openNetwork(server)
  const { room: ada } = await enter(network.endpoint, id, { userId: 'ada' })
  const { room: bob } = await enter(server.wsUrl, id, { userId: 'bob' })
  const shares: number[] = []
  ada.checklists.subscribe(({ share }) => shares.push(share))
  const first = await bob.checklists.add('launch', { text: 'Write', assignee: 'ada', dueAt: 1_893_456_000_000 })
  const second = await bob.checklists.add('launch', { text: 'Send' }, { after: null })
  await until('both', () => ada.checklists.get().total === 2)
  expect(ada.checklists.get().lists).toMatchObject([{ name: 'launch', total: 2, done: 0, share: 0 }])
  expect(ada.checklists.get().lists[0]?.items.map(({ text }) => text)).toEqual(['Send', 'Write'])
  await ada.checklists.move(second.id, { after: first.id })
  await ada.checklists.toggle(first.id)
  network.cut()
  const third = await rest(server, `/rooms/${id}/checklists`, {
    method: 'POST',
    body: JSON.stringify({ list: 'after', text: 'Celebrate' }),
  })
  const { id: thirdId } = (await third.json()) as { id: string }
  await rest(server, `/rooms/${id}/checklists/${thirdId}`, { method: 'PATCH', body: JSON.stringify({ done: true }) })
  await bob.checklists.toggle(second.id, true)
  await until('the end', () => ada.checklists.get().share === 1 && ada.checklists.get().total === 3)
  expect(ada.checklists.get().lists.map(({ name, done, total }) => [name, done, total])).toEqual([
    ['after', 1, 1],
    ['launch', 2, 2],
  ])
  expect(ada.checklists.get().lists[1]?.items.map(({ text, done }) => [text, done?.by.userId])).toEqual([
    ['Write', 'ada'],
    ['Send', 'bob'],
  ])
  expect(shares[0]).toBe(0)
  expect(shares.at(-1)).toBe(1)
  expect(await (await rest(server, `/rooms/${id}/checklists`)).json()).toMatchObject({ items: [{}, {}, {}] })
  await rest(server, `/rooms/${id}/checklists/${thirdId}`, { method: 'DELETE' })
  await bob.checklists.remove(first.id)
  await until('what is left', () => ada.checklists.get().total === 1)
  await expect(bob.checklists.toggle(first.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(bob.checklists.add('launch', { text: '' })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})
