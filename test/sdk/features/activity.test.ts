/** The feed of a room through the SDK and REST. */
import type { ActivityEntry } from '@syncforge/client'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, enter, freshRoomId, openNetwork, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

test('who subscribes sees what happens as it happens, also after a lost line; pages and REST have the rest', async () => {
  const id = freshRoomId('activity')
  await createRoom(server, { id, access: 'public' })
  const network = await openNetwork(server)
  const { room: ada } = await enter(network.endpoint, id, { userId: 'ada' })
  const { room: bob } = await enter(server.wsUrl, id, { userId: 'bob' })
  textOf(bob).insert(0, 'text')
  await bob.flush()
  let seen: readonly ActivityEntry[] = []
  const stop = ada.activity.subscribe((entries) => {
    seen = entries
  })
  expect(seen).toEqual([])
  await ada.activity.list()
  await bob.versions.create('one')
  await until('the version', () => seen[0]?.kind === 'version.created')
  expect(seen[0]).toMatchObject({ body: { name: 'one', by: { userId: 'bob', verified: false } } })
  network.cut()
  await bob.versions.create('two')
  await until('what happened meanwhile', () =>
    seen.some((entry) => entry.kind === 'version.created' && entry.body.name === 'two'),
  )
  expect(seen.map(({ sequence }) => sequence)).toEqual([...seen.map(({ sequence }) => sequence)].sort((a, b) => b - a))
  expect(await bob.activity.list()).toEqual(seen)
  expect(await bob.activity.list({ limit: 1, kinds: ['version.created'] })).toEqual(
    seen.filter(({ kind }) => kind === 'version.created').slice(0, 1),
  )
  const page = await rest(server, `/rooms/${id}/activity?kinds=version.created&limit=1`)
  expect(await page.json()).toMatchObject({ entries: [{ body: { name: 'two' } }], next: expect.any(Number) })
  await expect(rest(server, `/rooms/${id}/activity?kinds=right.changed`)).rejects.toThrow(/VALIDATION_ERROR/)
  stop()
  stop()
  const { length } = seen
  await bob.versions.create('three')
  await bob.activity.list()
  expect(seen).toHaveLength(length)
})
