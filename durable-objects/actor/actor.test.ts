/** The kernel under an object that is no room: rows and memory, wake-ups, a socket, calls to a neighbour, through sleeps and crashes. */
import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { type Counter, type CounterAdmission, counterHeader } from '../test/counter.ts'
import { until } from '../test-kit.ts'
import { migrationsOf } from './migrate.ts'

const fresh = () => env.COUNTER.get(env.COUNTER.idFromName(createId('rm')))
type Stub = ReturnType<typeof fresh>

/** Waits until `read` resolves with something. */
const eventually = async <T>(read: () => Promise<T | false>, what: string): Promise<T> => {
  const endsAt = Date.now() + 15_000
  for (;;) {
    const value = await read()
    if (value !== false) return value
    if (Date.now() > endsAt) throw new Error(`did not happen: ${what}`)
    await scheduler.wait(5)
  }
}

const connect = async (counter: Stub, say: string | null = 'hello') => {
  const admission: CounterAdmission = { requestId: createId('req'), name: 'ada' }
  const response = await counter.fetch('http://counter/', {
    headers: { upgrade: 'websocket', [counterHeader]: JSON.stringify(admission) },
  })
  const socket = response.webSocket
  if (socket === null) throw new Error(`answered ${response.status}`)
  const heard: string[] = []
  const closed: string[] = []
  socket.accept()
  socket.addEventListener('message', ({ data }) => void heard.push(String(data)))
  socket.addEventListener('close', ({ code, reason }) => void closed.push(`${code} ${reason}`))
  if (say !== null) socket.send(say)
  return { socket, heard, closed }
}

test('rows and memory go together: a step that fails is in neither, and nobody heard of it', async () => {
  const counter = fresh()
  const ada = await connect(counter)
  expect(await counter.step(2)).toBe(2)
  await runInDurableObject(counter, (instance: Counter) => expect(() => instance.step(13)).toThrow('not this one'))
  expect(await counter.step(3)).toBe(5)
  await until(() => ada.heard.includes('5'), 'the count')
  expect(ada.heard.filter((count) => count !== '0')).toEqual(['2', '5'])
  await scheduler.wait(20)
  await evictDurableObject(counter)
  expect(await counter.sum()).toBe(5)
  const migrations = await runInDurableObject(counter, (_, { storage }) => [...migrationsOf(storage)])
  expect(migrations).toEqual(['actor/1-values', 'counter/1-steps'])
})

test('a wake-up comes through a sleep; one that fails keeps no other from coming', async () => {
  const counter = fresh()
  await counter.stepLater(200, false)
  await counter.stepLater(200, true)
  await evictDurableObject(counter)
  expect(await eventually(async () => (await counter.sum()) === 1, 'the step')).toBe(true)
  expect(await counter.failing()).toMatchObject([{ key: 'bad', failures: 1 }])
})

test('a socket says hello in time or is turned away; one that is silent is ended; one that pings stays, through a sleep', async () => {
  const counter = fresh()
  expect((await counter.fetch('http://counter/')).status).toBe(426)
  const [silent, rude, ada, dead] = [
    await connect(counter, null),
    await connect(counter, 'what?'),
    await connect(counter),
    await connect(counter),
  ]
  await until(() => ada.heard[0] === '0' && dead.heard[0] === '0', 'the count')
  expect(await until(() => rude.closed[0], 'the refusal')).toBe('4400 MALFORMED_MESSAGE')
  expect(await until(() => silent.closed[0], 'the time-out')).toBe('4408 HELLO_TIMEOUT')
  await evictDurableObject(counter)
  const ended = until(() => dead.closed[0], 'the end of the silent one')
  for (let i = 0; i < 40 && dead.closed.length === 0; i++) {
    ada.socket.send('ping')
    await scheduler.wait(200)
  }
  expect(await ended).toMatch(/PRESENCE_TIMEOUT$/)
  expect(ada.closed).toEqual([])
  await counter.step(4)
  await until(() => ada.heard.includes('4'), 'the news')
  ada.socket.close(1000)
}, 30_000)

test('what is to be told to a neighbour arrives at least once: refused, or while the teller dies', async () => {
  const [teller, neighbour] = [fresh(), fresh()]
  await neighbour.refuse(3)
  await teller.step(7)
  await teller.tell(neighbour.id.toString())
  expect(await eventually(async () => (await neighbour.heard())[0] ?? false, 'the news')).toBe(7)
  await neighbour.refuse(2)
  await teller.step(1)
  await teller.tell(neighbour.id.toString())
  await abortAllDurableObjects()
  const [again, other] = [env.COUNTER.get(teller.id), env.COUNTER.get(neighbour.id)]
  expect(await eventually(async () => (await other.heard())[0] === 8, 'the news after a crash')).toBe(true)
  await eventually(
    () => runInDurableObject(again, async (_, { storage }) => (await storage.getAlarm()) === null),
    'the end of the telling',
  )
})
