/** Clients that are refused and come back at once, for ever, as y-websocket 2 does whatever the close code says: answered later each time. */
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { call } from './call.ts'

const server = sharedServer()

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Connects, and 100 ms after each end again. What it was told, each time. */
const stubborn = (path: string): readonly string[] => {
  const told: string[] = []
  let stopped = false
  const attempt = () => {
    if (stopped) return
    const socket = new WebSocket(`${server.wsUrl}${path}`)
    stops.push(() => socket.terminate())
    socket.on('error', () => {})
    socket.once('close', (code, reason) => {
      told.push(`${code} ${reason}`)
      setTimeout(attempt, 100)
    })
  }
  stops.push(() => {
    stopped = true
  })
  attempt()
  return told
}

/** Somebody who has come in: the room answers their first sync step. */
const enter = async (path: string): Promise<void> => {
  const socket = new WebSocket(`${server.wsUrl}${path}`)
  stops.push(() => socket.terminate())
  await new Promise((resolve) => socket.once('open', resolve))
  const answered = new Promise((resolve) => socket.once('message', resolve))
  socket.send(Uint8Array.of(0, 0, 1, 0))
  await answered
}

const token = async (userId: string, roomId: string) => {
  const json = { userId, rooms: { [roomId]: ['write'] } }
  const { body } = await call(server, '/api/v1/tokens', { method: 'POST', json })
  return (body as { token: string }).token
}

const createRoom = (json: object) => call(server, '/api/v1/rooms', { method: 'POST', json })

const cases: Readonly<Record<string, () => Promise<readonly [path: string, told: string]>>> = {
  'a wrong token': async () => ['/yjs/storm-token?token=nonsense', '4401 UNAUTHORIZED'],
  'a room that is not for everybody': async () => {
    await createRoom({ id: 'storm-private' })
    return [`/yjs/storm-private?token=${developmentKeys.publishable}`, '4403 FORBIDDEN']
  },
  'somebody banned': async () => {
    await createRoom({ id: 'storm-banned' })
    const made = await token('eve', 'storm-banned')
    await call(server, '/api/v1/rooms/storm-banned/participants/eve/kick', { method: 'POST', json: { ban: true } })
    return [`/yjs/storm-banned?token=${made}`, '4403 BANNED']
  },
  'a full room': async () => {
    await createRoom({ id: 'storm-full', access: 'public', maxParticipants: 1 })
    await enter(`/yjs/storm-full?token=${await token('ada', 'storm-full')}`)
    return [`/yjs/storm-full?token=${developmentKeys.publishable}`, '4403 ROOM_FULL']
  },
}

it.each(Object.keys(cases))('%s is told at once, then later each time', async (name) => {
  const [path, reason] = (await cases[name]?.()) ?? ['', '']
  const startedAt = Date.now()
  const told = stubborn(path)
  // 0 + 0.5 + 1 + 2 s of waiting, and a tenth of a second between: forty attempts where none is held.
  await expect.poll(() => told.length, { timeout: 20_000 }).toBe(4)
  expect(Date.now() - startedAt).toBeGreaterThan(3_500)
  expect(new Set(told)).toEqual(new Set([reason]))
})

it('keeps nobody waiting who may come in, nor anybody else', async () => {
  await createRoom({ id: 'storm-over' })
  const path = `/yjs/storm-over?token=${developmentKeys.publishable}`
  const told = stubborn(path)
  await expect.poll(() => told.length, { timeout: 20_000 }).toBe(3)
  const other = stubborn('/yjs/storm-over?token=other')
  await expect.poll(() => other.length, { timeout: 400 }).toBeGreaterThan(0)
  await call(server, '/api/v1/rooms/storm-over', { method: 'PATCH', json: { access: 'public' } })
  const startedAt = Date.now()
  await enter(path)
  expect(Date.now() - startedAt).toBeLessThan(3_000)
})
