/** Phoenix clients that read nothing and say that they are alive: what the server keeps for them is bounded, and who reads is served. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runtimeBytes } from '../../kit/memory.ts'
import { dial, dialRaw, type Entered, enterTopic } from '../../kit/phoenix.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, enter, freshRoomId, until } from '../kit.ts'

const mib = 1024 * 1024
/** What all who came by one key may hold together, and as much again while some are let go and for the slack of a heap that has seen such strings. */
const growthMaxBytes = 300 * mib

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

/** Joins, reads no more, and gives a sign of life every tenth of a second. */
const pretend = async (id: string, name: string) => {
  const client = await dialRaw(server.wsUrl)
  afterTest(() => client.close())
  client.say('1', '1', `room:${id}`, 'phx_join', { user_id: name })
  await until('it is in', () => client.frames.some(([, ref, , event]) => ref === '1' && event === 'phx_reply'))
  client.socket.pause()
  let ref = 2
  const beats = setInterval(() => client.say(null, String(ref++), 'phoenix', 'heartbeat', {}), 100)
  afterTest(() => clearInterval(beats))
}

const closed = (code: number) =>
  server
    .output()
    .split('"event":"phoenix_closed"')
    .filter((line) => line.includes(`"code":${code}`)).length

/** A push waits while its client dials again. One that was on its way just then is lost: as an app would, ask anew. */
const answered = async (push: Entered['push'], tries = 3): Promise<void> => {
  const answer = await push('presence:update', { tries })
  if (answer.status === 'timeout' && tries > 0) return answered(push, tries - 1)
  expect(answer).toMatchObject({ status: 'ok' })
}

test('[PHX7] four crowds that fake signs of life hold no more than their bound, and stock clients beside them are answered', async () => {
  const id = freshRoomId('fakers')
  const [ada, bob] = [await enter(server.wsUrl, id), await enter(server.wsUrl, id)]
  const honest = await Promise.all(
    ['eve', 'fay'].map(async (name) => {
      const socket = dial(server.wsUrl, { timeout: 3_000 })
      afterTest(() => new Promise<void>((resolve) => socket.disconnect(resolve)))
      return { name, socket, ...(await enterTopic(socket, `room:${id}`, { user_id: name })) }
    }),
  )
  const heard = { events: 0 }
  bob.room.on('noise', () => {
    heard.events += 1
  })
  ada.room.on('noise', () => {
    heard.events += 1
  })
  const event = 'n'.repeat(400_000)
  const speak = async (times: number) => {
    for (let i = 0; i < times; i += 1) {
      const before = heard.events
      await (i % 2 === 0 ? ada : bob).room.broadcast('noise', event)
      await until('the other one hears it', () => heard.events > before)
      for (const { push } of honest) await answered(push)
    }
  }
  await speak(40)
  const before = runtimeBytes(server)
  let mostBytes = 0
  for (const crowd of ['a', 'b', 'c', 'd']) {
    await Promise.all(Array.from({ length: 16 }, (_, n) => pretend(id, `${crowd}${n}`)))
    await speak(30)
    mostBytes = Math.max(mostBytes, runtimeBytes(server) - before)
  }
  console.log(`4 × 16 clients that fake signs of life: +${Math.round(mostBytes / mib)} MiB`)
  expect(mostBytes / mib).toBeLessThan(growthMaxBytes / mib)
  // Somebody who reads loses a moment now and then, and is back.
  await until('both are in the room', () => honest.every(({ channel }) => channel.state === 'joined'))
  console.log(
    `stock clients dialled ${honest.map(({ socket }) => socket.counted.opened)} times; closed with 4508: ${closed(4508)}`,
  )
  expect(closed(4508)).toBeGreaterThanOrEqual(40)
}, 180_000)
