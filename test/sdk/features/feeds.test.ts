/** Feeds and schedules through the SDK and REST. */
import type { FeedEntry, Schedule } from '@syncforge/client'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, enter, freshRoomId, openNetwork, rest, until } from '../kit.ts'

const server = sharedServer()
const post = (path: string, json: object, method = 'POST') => rest(server, path, { method, body: JSON.stringify(json) })

test('a feed is replayed from any point and followed, each entry once and in order, through lost lines', async () => {
  const id = freshRoomId('feeds')
  await createRoom(server, { id, access: 'public' })
  const network = await openNetwork(server)
  const { room: ada } = await enter(network.endpoint, id, { userId: 'ada' })
  const { room: bob } = await enter(server.wsUrl, id, { userId: 'bob' })
  for (let i = 1; i <= 250; i++) await bob.feed('moves').append(i)
  const [all, late]: [FeedEntry[], FeedEntry[]] = [[], []]
  ada.feed('moves').subscribe((entry) => all.push(entry))
  const stop = ada.feed('moves').subscribe((entry) => late.push(entry), { after: 248 })
  await until('what was there', () => all.length === 250 && late.length === 2)
  for (let i = 251; i <= 280; i++) {
    if (i % 10 === 0) network.cut()
    await bob.feed('moves').append(i)
  }
  const answer = await post(`/rooms/${id}/feeds/moves`, { payload: 281 })
  expect(await answer.json()).toMatchObject({ sequence: 281 })
  await until('what came', () => all.length === 281)
  expect(all.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 281 }, (_, i) => i + 1))
  expect(all.map(({ payload }) => payload)).toEqual(all.map(({ sequence }) => sequence))
  expect(late.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 33 }, (_, i) => 249 + i))
  stop()
  await bob.feed('moves').append('after')
  await until('the last', () => all.length === 282)
  expect(late).toHaveLength(33)
  const page = await rest(server, `/rooms/${id}/feeds/moves?after=280&limit=1`)
  expect(await page.json()).toMatchObject({ entries: [{ sequence: 281, payload: 281 }], first: 1, last: 282 })
  expect(await (await rest(server, `/rooms/${id}/feeds`)).json()).toEqual({
    feeds: [{ feed: 'moves', first: 1, last: 282 }],
  })
  await expect(ada.feed('moves').append('x'.repeat(70_000))).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expect(ada.feed('moves').append(undefined)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})

test('a schedule that is set by REST or the SDK reaches everybody at its time', async () => {
  const id = freshRoomId('schedules')
  await createRoom(server, { id, access: 'public' })
  const { room: ada } = await enter(server.wsUrl, id, { userId: 'ada' })
  const { room: bob } = await enter(server.wsUrl, id, { userId: 'bob' })
  const heard: Schedule[] = []
  bob.onSchedule((schedule) => heard.push(schedule))
  expect(await bob.schedules()).toEqual([])
  const at = Date.now() + 1_000
  const set = await ada.schedule('retro', new Date(at), { text: 'Time is up' })
  expect(set).toMatchObject({ name: 'retro', at, payload: { text: 'Time is up' }, by: { userId: 'ada' } })
  const byRest = await post(`/rooms/${id}/schedules/standup`, { at: at + 1, payload: 'up' }, 'PUT')
  expect(await byRest.json()).toMatchObject({ name: 'standup', at: at + 1 })
  await ada.schedule('never', at + 60_000)
  expect((await bob.schedules()).map(({ name }) => name)).toEqual(['retro', 'standup', 'never'])
  expect(await ada.unschedule('never')).toBe(true)
  await until('the times', () => heard.length === 2)
  expect(heard.map(({ name, payload }) => [name, payload])).toEqual([
    ['retro', { text: 'Time is up' }],
    ['standup', 'up'],
  ])
  expect(await (await rest(server, `/rooms/${id}/schedules`)).json()).toEqual({ schedules: [] })
  await rest(server, `/rooms/${id}/schedules/gone`, { method: 'DELETE' })
  await expect(ada.schedule('late', Date.now() - 1)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expect(ada.schedule('never', Number.NaN)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expect(post(`/rooms/${id}/schedules/late`, { at: 1 }, 'PUT')).rejects.toThrow(/VALIDATION_ERROR/)
})
