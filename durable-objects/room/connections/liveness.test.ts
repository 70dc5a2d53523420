/** Who dies without a word, whose token ends, and what the organization decides about people who are in. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import {
  actor,
  admissionFor,
  freshRoom,
  joinNative,
  openSocket,
  roomAddress,
  roomSettings,
  until,
} from '../../test-kit.ts'
import type { Place, RoomConnection } from './connection.ts'
import { createRoomLiveness } from './liveness.ts'
import { beginLife } from './socket-life.ts'

const verified = (userId: string) => ({ userId, userInfo: {}, verified: true })
const settings = roomSettings({ presenceTimeoutMs: 5_000, graceMs: 60_000 })
const leavesOf = (viewer: Awaited<ReturnType<typeof joinNative>>) =>
  viewer.events('presence.left').map(({ body }) => (body as { connectionId: string }).connectionId)

const spoken = { ...beginLife(undefined, 0), messagesIn: 1 }

/** A room at a time of our own: what is due when, who is ended for what. */
const atTimeOfOurOwn = (presenceTimeoutMs: number) => {
  const time = { now: 1_000_000_000 }
  const pings = new Map<object, number>()
  const people: RoomConnection[] = []
  const ended: [string, string][] = []
  const asked: [string, number][] = []
  let wakesAt: number | null = null
  const liveness = createRoomLiveness({
    connections: () => people,
    pingedAt: (socket) => pings.get(socket) ?? 0,
    presenceTimeoutMs: () => presenceTimeoutMs,
    asks: ({ dialect }) => dialect === 'yjs',
    ask: (connection) => void asked.push([connection.id, time.now]),
    end(connection, error) {
      people.splice(people.indexOf(connection), 1)
      ended.push([connection.id, error.code])
    },
    wakeups: {
      wakesAt: () => wakesAt,
      wakeAt: (_, at) => {
        wakesAt = at
      },
    },
    clock: () => time.now,
  })
  const join = (id: string, expiresAt: number | null = null, place: Partial<Place> = {}) => {
    const socket = {}
    const joinedAt = time.now
    const connection = {
      id,
      socket,
      heardAt: 0,
      expiresAt,
      joinedAt,
      life: spoken,
      ...place,
    } as unknown as RoomConnection
    people.push(connection)
    liveness.joined(connection)
    return { connection, ping: () => pings.set(socket, time.now) }
  }
  const runUntil = (at: number, each: () => void = () => {}) => {
    while (wakesAt !== null && wakesAt <= at) {
      time.now = wakesAt
      each()
      wakesAt = liveness.check(time.now)
    }
    time.now = at
  }
  return { time, ended, asked, join, runUntil, wakesAt: () => wakesAt }
}

test('a silent socket is ended within the time-out plus five seconds, whenever it fell silent; one that pings never is', () => {
  for (let silentAfterMs = 0; silentAfterMs < 60_000; silentAfterMs += 1_700) {
    const room = atTimeOfOurOwn(30_000)
    const [dead, alive] = [room.join('dead'), room.join('alive')]
    const startedAt = room.time.now
    for (let passedMs = 0; passedMs <= silentAfterMs + 35_000; passedMs += 100) {
      room.runUntil(startedAt + passedMs)
      if (passedMs % 15_000 === 0) alive.ping()
      if (passedMs <= silentAfterMs && passedMs % 15_000 === 0) dead.ping()
    }
    expect(room.ended).toEqual([['dead', 'PRESENCE_TIMEOUT']])
  }
})

test('an idle room is woken once in a quarter of a minute at most, however many are in; for somebody alone ten times more rarely', () => {
  const room = atTimeOfOurOwn(30_000)
  const people = Array.from({ length: 500 }, (_, i) => room.join(`p${i}`))
  const startedAt = room.time.now
  let looks = 0
  for (let passedMs = 0; passedMs <= 600_000; passedMs += 50) {
    for (const [i, person] of people.entries()) if ((passedMs + i * 31) % 15_000 < 50) person.ping()
    room.runUntil(startedAt + passedMs, () => {
      looks += 1
    })
  }
  expect(room.ended).toEqual([])
  expect(looks).toBeLessThanOrEqual(600_000 / 15_000)
  const alone = atTimeOfOurOwn(30_000)
  alone.join('alone')
  expect((alone.wakesAt() ?? 0) - alone.time.now).toBe(302_000)
  alone.join('company')
  expect((alone.wakesAt() ?? 0) - alone.time.now).toBe(32_000)
})

test('a clock set backwards keeps nobody for ever', () => {
  const room = atTimeOfOurOwn(30_000)
  room.join('dead')
  room.join('other')
  room.time.now -= 3_600_000
  room.join('third')
  room.runUntil(room.time.now + 40_000)
  expect(room.ended.map(([id]) => id).sort()).toEqual(['dead', 'other', 'third'])
})

const stock = { dialect: 'yjs', access: 'write', answered: true } as const

test('a client without pings is asked before it would give up a silent connection, alone or not, and only when it is silent', () => {
  const room = atTimeOfOurOwn(30_000)
  const { connection } = room.join('stock', null, stock)
  const startedAt = room.time.now
  // It answers at once for two minutes, then something happens in the room all the time.
  for (let passedMs = 0; passedMs <= 240_000; passedMs += 100) {
    room.runUntil(startedAt + passedMs)
    if (room.asked.at(-1)?.[1] === room.time.now) connection.heardAt = room.time.now
    if (passedMs > 120_000) {
      connection.heardAt = room.time.now
      connection.spokenAt = room.time.now
    } else if (room.asked.length > 0) connection.spokenAt = room.asked.at(-1)?.[1] ?? 0
  }
  const times = room.asked.map(([, at]) => at - startedAt)
  expect(times.length).toBeGreaterThanOrEqual(5)
  for (const [index, at] of times.entries()) expect(at - (times[index - 1] ?? 0)).toBeLessThanOrEqual(22_000)
  expect(times.every((at) => at <= 122_000)).toBe(true)
  expect(room.ended).toEqual([])
})

test('one that speaks but hears nothing is asked too, and one that does not answer is ended in time', () => {
  const room = atTimeOfOurOwn(30_000)
  const [talker, dead] = [room.join('talker', null, stock), room.join('dead', null, stock)]
  const startedAt = room.time.now
  for (let passedMs = 0; passedMs <= 60_000; passedMs += 100) {
    room.runUntil(startedAt + passedMs)
    talker.connection.heardAt = room.time.now
    dead.connection.spokenAt = room.time.now
  }
  expect(room.asked.filter(([id]) => id === 'talker').map(([, at]) => at - startedAt)).toEqual([20_000, 40_000, 60_000])
  expect(room.ended).toEqual([['dead', 'PRESENCE_TIMEOUT']])
})

test('who has yet to answer the first question may be handing over a document: it has ten times as long, once', () => {
  const room = atTimeOfOurOwn(30_000)
  room.join('company', null, { ...stock, answered: false, access: 'read' })
  room.join('uploading', null, { ...stock, answered: false })
  const startedAt = room.time.now
  room.runUntil(startedAt + 60_000)
  expect(room.ended).toEqual([['company', 'PRESENCE_TIMEOUT']])
  room.join('more company')
  room.runUntil(startedAt + 290_000)
  expect(room.ended.map(([id]) => id)).toEqual(['company', 'more company'])
  room.runUntil(startedAt + 340_000)
  expect(room.ended.map(([id]) => id)).toEqual(['company', 'more company', 'uploading'])
})

test('a stock client whose line broke before its first word is gone after the time-out, writer or not', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { settings })
  const pinging = setInterval(() => ada.socket.send('ping'), 1_000)
  try {
    // Nobody answers on it, as on a socket that was closed unheard while it opened.
    await openSocket(room, admissionFor({ dialect: 'yjs', settings, access: 'write' }))
    await until(() => ada.events('presence.joined').length, 'the guest')
    await until(() => leavesOf(ada).length, 'the leave', 15_000)
    expect(ada.closed).toEqual([])
  } finally {
    clearInterval(pinging)
  }
})

test('a token’s end is looked for at that moment', () => {
  const room = atTimeOfOurOwn(30_000)
  const endsAt = room.time.now + 7_000
  room.join('brief', endsAt)
  room.join('other')
  expect(room.wakesAt()).toBe(endsAt)
  room.runUntil(endsAt)
  expect(room.ended).toEqual([['brief', 'SESSION_EXPIRED']])
})

test('[L57] a peer that died without closing is gone for everyone, through a sleep of the room, without its grace period', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room, { settings }), await joinNative(room, { settings })]
  const pinging = setInterval(() => ada.socket.send('ping'), 1_000)
  try {
    await scheduler.wait(100)
    await evictDurableObject(room)
    const endsAt = Date.now() + 10_500
    while (leavesOf(ada).length === 0 && Date.now() < endsAt) await scheduler.wait(50)
    expect(leavesOf(ada)).toEqual([bob.self.connectionId])
    expect(await until(() => bob.closed[0], 'the close')).toEqual({ code: 4504, reason: 'PRESENCE_TIMEOUT' })
    expect(ada.closed).toEqual([])
  } finally {
    clearInterval(pinging)
  }
})

test('an open socket ends with its token, distinct from a refusal, and its place waits for a new one', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const bob = await joinNative(room, { user: verified('bob'), expiresAt: Date.now() + 400 })
  expect(bob.welcome.session.expiresAt).toBeGreaterThan(Date.now())
  expect(await until(() => bob.closed[0], 'the close')).toEqual({ code: 4501, reason: 'SESSION_EXPIRED' })
  const session = { connectionId: bob.self.connectionId, secret: bob.welcome.session.secret }
  const again = await joinNative(room, { user: verified('bob'), access: 'read', hello: { session } })
  expect(again.welcome.session.resumed).toBe(true)
  expect(again.self).toMatchObject({ connectionId: bob.self.connectionId, access: 'read' })
  expect(leavesOf(ada)).toEqual([])
})

test('a stock client that says nothing of its own accord keeps its one connection, reader or writer, through sleeps of the room', async () => {
  const room = freshRoom()
  const idle = await Promise.all(
    (['write', 'read'] as const).map((access) => openSocket(room, admissionFor({ dialect: 'yjs', settings, access }))),
  )
  for (const { socket, messages } of idle) {
    socket.addEventListener('message', ({ data }) => {
      const bytes = new Uint8Array(data as ArrayBuffer)
      // As y-protocols answers step 1.
      if (bytes[0] === 0 && bytes[1] === 0) socket.send(Uint8Array.of(0, 1, 2, 0, 0))
    })
    socket.send(Uint8Array.of(0, 0, 1, 0))
    await until(() => messages.length, 'an answer')
  }
  const heardBefore = idle.map(({ messages }) => messages.length)
  for (let i = 0; i < 3; i++) {
    await scheduler.wait(4_500)
    // On a slow machine the runtime has put it to sleep by itself.
    await evictDurableObject(room).catch(() => {})
  }
  expect(idle.map(({ closed }) => closed)).toEqual([[], []])
  for (const [index, { messages }] of idle.entries())
    expect(messages.length).toBeGreaterThan((heardBefore[index] ?? 0) + 1)
})

const name = roomAddress()

test('[BEY-9] a downgrade applies to open sockets at once, survives a rejoin and a cold wake, and can be taken back', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room, { user: verified('bob') })]
  const say = () => bob.ask('broadcast.send', { event: 'hi', payload: null })
  expect((await say()).type).toBe('reply')
  expect(await room.moderate({ kind: 'access', userId: 'bob', access: 'read' }, name)).toEqual({ ok: true, reply: 1 })
  await until(() => bob.events('session.changed').length, 'the news')
  expect(bob.events('session.changed')[0]?.body).toEqual({ access: 'read' })
  expect((await say()).error?.code).toBe('FORBIDDEN')
  await scheduler.wait(60)
  await evictDurableObject(room)
  expect((await say()).error?.code).toBe('FORBIDDEN')
  const second = await joinNative(room, { user: verified('bob') })
  expect(second.self.access).toBe('read')
  await room.moderate({ kind: 'access', userId: 'bob', access: null }, name)
  await until(() => second.events('session.changed').length, 'the news')
  expect((await say()).type).toBe('reply')
  expect((await ada.ask('broadcast.send', { event: 'hi', payload: null })).type).toBe('reply')
})

test('[BEY-9] a kick ends what somebody has open, the others see the leave at once; a ban keeps them out until it ends', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const [bob, tab] = [
    await joinNative(room, { user: verified('bob') }),
    await joinNative(room, { user: verified('bob') }),
  ]
  expect(await room.moderate({ kind: 'kick', userId: 'bob', claimsOnly: false }, name)).toEqual({ ok: true, reply: 2 })
  for (const { closed } of [bob, tab])
    expect(await until(() => closed[0], 'the close')).toEqual({ code: 4403, reason: 'KICKED' })
  await until(() => leavesOf(ada).length === 2, 'both leaves')
  const back = await joinNative(room, { user: verified('bob') })
  await room.moderate({ kind: 'kick', userId: 'bob', claimsOnly: false, ban: { forMs: 700 } }, name)
  expect((await until(() => back.closed[0], 'the close')).reason).toBe('BANNED')
  await expect(joinNative(room, { user: verified('bob') })).rejects.toThrow('BANNED')
  await evictDurableObject(room)
  await expect(joinNative(room, { user: verified('bob') })).rejects.toThrow('BANNED')
  await room.moderate({ kind: 'unban', userId: 'bob' }, name)
  expect((await joinNative(room, { user: verified('bob') })).self.userId).toBe('bob')
  await runInDurableObject(room, (_, { storage }) => {
    expect(storage.sql.exec('SELECT * FROM room_rights').toArray()).toEqual([])
  })
  expect(await room.ask('presence.list', {}, actor())).toMatchObject({ ok: true })
})
