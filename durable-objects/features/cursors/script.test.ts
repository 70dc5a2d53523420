/** Cursors and people over a random script: what anybody pictures of them is what a newcomer is told, with an interest too. Rules CU1–CU6, PR1. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { cursorTime, encodeCursorMessage } from '@syncforge/protocol/cursor-frames'
import type { CursorPosition } from '@syncforge/protocol/cursors'
import { Channel } from '@syncforge/protocol/frames'
import type { Participant } from '@syncforge/protocol/presence'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import { keptPlaces } from '../../test/shell-values.ts'
import { actor, freshRoom, joinNative, until } from '../../test-kit.ts'
import { matches } from './interests.ts'

type Client = Awaited<ReturnType<typeof joinNative>>

/** A client's picture of the room: the snapshots of its welcome, then everything it heard. */
const pictureOf = (client: Client) => {
  const people = new Map(client.welcome.snapshots.presence.map((person) => [person.connectionId, person]))
  const cursors = new Map(client.welcome.snapshots.cursors.map((cursor) => [cursor.number, cursor]))
  for (const frame of client.frames()) {
    if (frame.channel === Channel.cursors) {
      const { at, moved } = frame.message
      for (const { number, ageMs, sample } of moved) {
        if (sample === null) cursors.delete(number)
        else cursors.set(number, { number, ...sample, movedAt: cursorTime(at, Date.now()) - ageMs })
      }
    } else if (frame.channel === Channel.json) {
      const { type, body } = frame.message
      if (type === 'presence.joined') people.set((body as Participant).connectionId, body as Participant)
      const about = people.get((body as { connectionId?: string } | undefined)?.connectionId ?? '')
      if (type === 'presence.updated' && about !== undefined) {
        people.set(about.connectionId, { ...about, presence: (body as Participant).presence })
      }
      if (type === 'presence.turned' && about !== undefined) {
        people.set(about.connectionId, { ...about, activity: (body as Participant).activity })
      }
      if (type === 'presence.left' && about !== undefined) {
        people.delete(about.connectionId)
        cursors.delete(about.number)
      }
    }
  }
  const byNumber = (a: { number: number }, b: { number: number }) => a.number - b.number
  return { people: [...people.values()].sort(byNumber), cursors: [...cursors.values()].sort(byNumber) }
}

const snapshotsOf = (client: Client) => ({
  people: client.welcome.snapshots.presence,
  cursors: [...client.welcome.snapshots.cursors].sort((a: CursorPosition, b: CursorPosition) => a.number - b.number),
})

/** The first seed found somebody who left while the room slept and stayed on everyone's list. */
const seeds = [2139546763, Math.floor(Math.random() * 2 ** 31)]

test.each(seeds)('snapshot ⊕ events = state, through a cold wake and until the last leave (seed %i)', async (seed) => {
  const random = prng.create(seed)
  const room = freshRoom()
  const observer = await joinNative(room, { hello: { userId: 'observer' } })
  const watcher = await joinNative(room, { hello: { userId: 'watcher' } })
  const interests = [{ anchor: 'a' }, { area: { x: 200, y: 0, width: 500, height: 0.75 } }, null]
  let interest: (typeof interests)[number] = null
  let clients: Client[] = []
  for (let step = 0; step < 150; step++) {
    const someone = clients[prng.uint32(random, 0, Math.max(0, clients.length - 1))]
    const roll = prng.uint32(random, 0, 9)
    if (someone === undefined || roll === 0) {
      clients.push(await joinNative(room, { hello: { presence: { step } } }))
    } else if (roll === 1) {
      someone.socket.close(1000)
      clients = clients.filter((client) => client !== someone)
    } else if (roll === 2) {
      await someone.ask('presence.activity', { activity: prng.oneOf(random, ['active', 'idle', 'away']) })
    } else if (roll < 5) {
      await someone.ask('presence.update', { presence: { step, note: prng.word(random) } })
    } else {
      const point = { x: prng.uint32(random, 0, 999), y: prng.real53(random) }
      someone.socket.send(encodeCursorMessage(roll === 9 ? null : { ...point, ...(roll === 8 ? { anchor: 'a' } : {}) }))
    }
    if (step % 20 === 10) {
      interest = interests[prng.uint32(random, 0, 2)] ?? null
      await watcher.ask('cursors.watch', { interest })
    }
    if (step === 75) {
      await scheduler.wait(60)
      await evictDurableObject(room)
    }
  }
  const here = new Set([...clients, observer, watcher].map(({ self }) => self.number))
  await until(() => pictureOf(observer).people.every(({ number }) => here.has(number)), 'the last leave')
  const newcomer = await joinNative(room)
  const expected = { ...snapshotsOf(newcomer) }
  await until(() => JSON.stringify(pictureOf(observer)) === JSON.stringify(expected), 'one picture at both').catch(
    () => {},
  )
  expect(pictureOf(observer)).toEqual(expected)
  const watched = () => pictureOf(watcher).cursors
  const wanted = expected.cursors.filter((cursor) => interest === null || matches(interest, cursor))
  await until(() => JSON.stringify(watched()) === JSON.stringify(wanted), 'what the watcher wants').catch(() => {})
  expect(watched()).toEqual(wanted)

  for (const client of [...clients, observer, watcher, newcomer]) client.socket.close(1000)
  const reply = async () => ((await room.ask('presence.list', {}, actor())) as { reply: unknown[] }).reply
  for (let tries = 0; tries < 500 && (await reply()).length > 0; tries++) await scheduler.wait(2)
  expect(await reply()).toEqual([])
  const left = await runInDurableObject(room, (_, state) => keptPlaces(state.storage))
  expect(left).toEqual([])
})
