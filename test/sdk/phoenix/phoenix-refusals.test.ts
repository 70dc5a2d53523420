/** What Phoenix clients are refused, how that reaches stock ones, and that nobody storms. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { dial, dialRaw, enterTopic, type Frame } from '../../kit/phoenix.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createRoom, createToken, enter, expireToken, freshRoomId, rest, until } from '../kit.ts'

const server = sharedServer()

const connect = (options = {}) => {
  const socket = dial(server.wsUrl, options)
  afterTest(() => new Promise<void>((resolve) => socket.disconnect(resolve)))
  return socket
}
const raw = async (query?: string) => {
  const one = await dialRaw(server.wsUrl, query)
  afterTest(one.close)
  return one
}
const replyTo = (frames: readonly Frame[], ref: string) =>
  frames.find(([, of, , event]) => event === 'phx_reply' && of === ref)?.[4] as
    | { readonly status: string; readonly response: Record<string, unknown> }
    | undefined
const joinRaw = async (one: Awaited<ReturnType<typeof raw>>, topic: string, ref: string, payload: object = {}) => {
  one.say(ref, ref, topic, 'phx_join', payload)
  await until(`an answer to ${topic}`, () => replyTo(one.frames, ref) !== undefined)
  return replyTo(one.frames, ref)
}
/** Joins that a stock client has sent. */
const countJoins = (socket: ReturnType<typeof dial>) => {
  const counted = { joins: 0 }
  const push = socket.push.bind(socket)
  socket.push = (message: object) => {
    if ((message as { readonly event: string }).event === 'phx_join') counted.joins += 1
    push(message)
  }
  return counted
}

describe('[PHX5] a socket is never refused where the version is right, a join is', () => {
  test('bad keys, bad tokens, unknown rooms, bans: few connections and few joins', async () => {
    const banned = freshRoomId('banned')
    await createRoom(server, { id: banned, access: 'public' })
    await rest(server, `/rooms/${banned}/participants/ann/kick`, {
      method: 'POST',
      body: JSON.stringify({ ban: true }),
    })
    const privateRoom = freshRoomId('private')
    await createRoom(server, { id: privateRoom, access: 'private' })
    const other = await createToken(server, 'ann', { 'somewhere-else': ['write'] })
    const reader = await createToken(server, 'ann', { '*': ['read'] })
    const cases = [
      [{ api_key: 'pk_wrong' }, freshRoomId('key'), 'UNAUTHORIZED'],
      [{ token: 'no.token.atall' }, freshRoomId('token'), 'UNAUTHORIZED'],
      [{}, freshRoomId('nothing'), 'UNAUTHORIZED'],
      [{ api_key: developmentKeys.secret }, freshRoomId('secret'), 'FORBIDDEN'],
      [{ token: await expireToken(reader, -120) }, freshRoomId('late'), 'TOKEN_EXPIRED'],
      [{ token: reader }, freshRoomId('unknown'), 'ROOM_NOT_FOUND'],
      [{ token: other }, privateRoom, 'FORBIDDEN'],
      [{ api_key: developmentKeys.publishable }, banned, 'BANNED'],
    ] as const
    const refused = await Promise.all(
      cases.map(async ([params, room, reason]) => {
        const socket = connect({ params })
        const counted = countJoins(socket)
        const { joined, channel } = await enterTopic(socket, `room:${room}`, { user_id: 'ann' })
        expect(joined, reason).toMatchObject({ status: 'error', response: { reason, error: { code: reason } } })
        return { socket, counted, channel, reason }
      }),
    )
    await sleep(10_000)
    for (const { socket, counted, channel, reason } of refused) {
      expect(socket.counted.opened, reason).toBe(1)
      expect(counted.joins, reason).toBeLessThan(5)
      const returns = reason === 'UNAUTHORIZED' || reason === 'TOKEN_EXPIRED'
      expect(channel.state === 'closed', reason).toBe(!returns)
      if (!returns) expect(counted.joins, reason).toBe(1)
    }
  })

  test('another version or path is refused by HTTP, and then clients wait longer each time', async () => {
    for (const path of ['/socket/websocket?vsn=1.0.0', '/socket/websocket', '/socket/elsewhere?vsn=2.0.0']) {
      const answer = await fetch(`${server.url}${path}`, {
        headers: { upgrade: 'websocket', connection: 'upgrade' },
      }).catch(() => null)
      // Node refuses to send an upgrade by `fetch`: then it is asked in plain HTTP.
      if (answer !== null) expect([403, 426], path).toContain(answer.status)
    }
    await expect(dialRaw(`${server.wsUrl}`, 'vsn=1.0.0')).rejects.toBeDefined()
  })

  test('a token comes as a subprotocol, in the address or with the join, which counts first', async () => {
    const id = freshRoomId('shown')
    const [ann, bob, eve] = await Promise.all(
      ['ann', 'bob', 'eve'].map((who) => createToken(server, who, { [id]: ['write'] })),
    )
    const whoIs = async (options: object, params: object = {}) => {
      const { joined } = await enterTopic(connect(options), `room:${id}`, params)
      return (joined.response.self as { readonly user_id: string } | undefined)?.user_id
    }
    expect(await whoIs({ params: {}, authToken: ann })).toBe('ann')
    expect(await whoIs({ params: { token: bob } })).toBe('bob')
    expect(await whoIs({ params: { token: bob }, authToken: ann })).toBe('ann')
    expect(await whoIs({ params: { token: bob }, authToken: ann }, { token: eve })).toBe('eve')
    expect(await whoIs({ params: { token: undefined, api_key: developmentKeys.publishable } }, { user_id: 7 })).toBe(
      undefined,
    )
  })
})

test('[PHX5] long polling: a client that fell back is told to come back, and does not hammer', async () => {
  const answer = await fetch(`${server.url}/socket/longpoll?vsn=2.0.0`)
  expect([answer.headers.get('access-control-allow-origin'), await answer.json()]).toEqual(['*', { status: 403 }])
  const preflight = await fetch(`${server.url}/socket/longpoll`, { method: 'OPTIONS' })
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
})

test('[PHX6] a topic that is joined twice, left late, or named by another ref', async () => {
  const id = freshRoomId('twice')
  const one = await raw()
  const watcher = await enter(server.wsUrl, id, { userId: 'watcher' })
  const leaves: string[] = []
  let before: readonly string[] = []
  watcher.room.presence.subscribeOthers((others) => {
    const now = others.flatMap(({ connections }) => connections.map(({ connectionId }) => connectionId))
    leaves.push(...before.filter((connectionId) => !now.includes(connectionId)))
    before = now
  })
  const topic = `room:${id}`
  expect(await joinRaw(one, topic, '1', { user_id: 'ann' })).toMatchObject({ status: 'ok' })
  await until('Ann is seen', () => before.length === 1)
  expect(await joinRaw(one, topic, '2', { user_id: 'ann' })).toMatchObject({ status: 'ok' })
  expect(one.frames.filter(([, , , event]) => event === 'phx_close')).toEqual([['1', '1', topic, 'phx_close', {}]])
  // What belongs to the first join is over.
  one.say('1', '3', topic, 'phx_leave', {})
  one.say('1', '4', topic, 'presence:update', { stale: true })
  one.say('2', '5', topic, 'presence:update', { fresh: true })
  await until('an answer', () => replyTo(one.frames, '5') !== undefined)
  expect([replyTo(one.frames, '3'), replyTo(one.frames, '4')]).toEqual([undefined, undefined])
  expect(replyTo(one.frames, '5')).toMatchObject({ status: 'ok' })
  await until('it is seen', () => watcher.room.presence.getOthers().some(({ presence }) => presence.fresh === true))
  expect([watcher.room.presence.getOthers().length, leaves]).toEqual([1, []])
  one.say(null, '6', topic, 'presence:update', { by: 'nobody' })
  await until('null always passes', () => replyTo(one.frames, '6') !== undefined)
  one.say('2', '7', topic, 'phx_leave', {})
  await until('left', () => one.frames.some(([ref, , , event]) => ref === '2' && event === 'phx_close'))
  expect(replyTo(one.frames, '7')).toEqual({ status: 'ok', response: {} })
  one.say('2', '8', topic, 'presence:update', {})
  await until('told', () => replyTo(one.frames, '8') !== undefined)
  expect(replyTo(one.frames, '8')).toEqual({ status: 'error', response: { reason: 'unmatched topic' } })
  await until('gone at once', () => watcher.room.presence.getOthers().length === 0, 5_000)
})

test('[PHX6] topics of nothing, events of nothing, payloads of nothing', async () => {
  const id = freshRoomId('nothing')
  const one = await raw()
  for (const [index, topic] of ['lv:1', 'billing:2', 'room:', 'room:a b', 'doc:x//', '', 'user', 'room:a*'].entries()) {
    expect(await joinRaw(one, topic, `t${index}`), topic).toMatchObject({
      status: 'error',
      response: { reason: 'unmatched topic' },
    })
    await until('it is closed', () => one.frames.some((frame) => frame[3] === 'phx_close' && frame[2] === topic))
  }
  expect(await joinRaw(one, `room:${id}`, 'j', { user_id: 'ann' })).toMatchObject({ status: 'ok' })
  const ask = async (ref: string, event: string, payload: unknown) => {
    one.say('j', ref, `room:${id}`, event, payload)
    await until(`an answer to ${event}`, () => replyTo(one.frames, ref) !== undefined)
    return replyTo(one.frames, ref)?.response.reason
  }
  expect(await ask('1', 'no such event', {})).toBe('UNKNOWN_MESSAGE')
  expect(await ask('2', 'constructor', {})).toBe('UNKNOWN_MESSAGE')
  expect(await ask('3', 'presence.nothing', {})).toBe('UNKNOWN_MESSAGE')
  expect(await ask('4', 'presence:update', 7)).toBe('VALIDATION_ERROR')
  expect(await ask('5', 'presence:update', JSON.parse('{"__proto__":{"x":1}}'))).toBe('VALIDATION_ERROR')
  expect(await ask('6', 'presence:update', { much: 'x'.repeat(70_000) })).toBe('PAYLOAD_TOO_LARGE')
  expect(await ask('7', 'chat:message', { text: 'x'.repeat(2_000_000) })).toBe('PAYLOAD_TOO_LARGE')
  expect(await ask('8', 'doc:update', { update: 'AAAA' })).not.toBe(undefined)
  for (const [ref, payload] of [
    ['a', []],
    ['b', 'x'],
    ['c', { user_info: 7 }],
    ['d', { presence: [] }],
  ] as const)
    expect(await joinRaw(one, `room:${freshRoomId('bad')}`, ref, payload as object)).toMatchObject({
      response: { reason: 'VALIDATION_ERROR' },
    })
  for (const userId of ['__proto__', 'constructor']) {
    const { joined, presence } = await enterTopic(connect(), `room:${id}`, { user_id: userId })
    expect(joined.response.self).toMatchObject({ user_id: userId })
    await until('two are listed', () => presence.list().length >= 2)
  }
})

test('[PHX7] the hundred-and-first topic is refused, a thousand end nobody else', async () => {
  const id = freshRoomId('many')
  const ada = await enter(server.wsUrl, id, { userId: 'ada' })
  const one = await raw()
  for (let n = 0; n < 1_000; n += 1) one.say(`${n}`, `${n}`, `doc:${id}/d${n}`, 'phx_join', { user_id: 'ann' })
  await until('all are answered', () =>
    Array.from({ length: 1_000 }, (_, n) => replyTo(one.frames, `${n}`)).every(Boolean),
  )
  const answers = Array.from({ length: 1_000 }, (_, n) => replyTo(one.frames, `${n}`))
  expect(answers.filter((answer) => answer?.status === 'ok')).toHaveLength(100)
  expect(answers[100]?.response).toMatchObject({
    reason: 'LIMIT_EXCEEDED',
    error: { message: 'too many channels joined', details: { max: 100 } },
  })
  // One line for all of them: one person.
  expect(ada.room.presence.getOthers()).toHaveLength(1)
  await ada.room.flush()
})

test('[L20] frames that cannot be read end their socket, and nothing else', async () => {
  const id = freshRoomId('hostile')
  const ada = await enter(server.wsUrl, id, { userId: 'ada' })
  const garbage: (string | Uint8Array)[] = [
    '[1]',
    '{}',
    '',
    'null',
    'x'.repeat(5_000_000),
    Uint8Array.of(),
    Uint8Array.of(0, 1, 1, 5),
    Uint8Array.of(0, 255, 255, 255, 255, 1),
    Uint8Array.of(1, 0, 0, 0, 0),
    new Uint8Array(5_000_000).fill(255),
  ]
  const codes = await Promise.all(
    garbage.map(async (data) => {
      const one = await raw()
      expect(await joinRaw(one, `room:${id}`, '1')).toMatchObject({ status: 'ok' })
      one.socket.send(data)
      return one.closed
    }),
  )
  expect(codes).toEqual(garbage.map(() => 4400))
  ada.room.presence.update({ still: 'here' })
  const later = await enterTopic(connect(), `room:${id}`, { user_id: 'later' })
  await until('the room goes on', () =>
    later.presence.list().some((entry: { metas: { still?: string }[] }) => entry.metas[0]?.still === 'here'),
  )
})

test('[SITE-7] rights are those of the token: a reader writes nothing, whoever is kicked stays away, another token goes on', async () => {
  const id = freshRoomId('rights')
  await createRoom(server, { id, access: 'private' })
  const reader = await createToken(server, 'rea', { [id]: ['read'] })
  const seen = await enterTopic(connect(), `room:${id}`, { token: reader })
  expect(seen.joined.response.self).toMatchObject({ verified: true, access: 'read' })
  expect(await seen.push('doc:update', { update: 'AQEBAAQBBHRleHQBYQA=' })).toMatchObject({
    response: { reason: 'FORBIDDEN' },
  })
  expect(await seen.push('document:start_editing', { document_id: 1 })).toMatchObject({
    response: { reason: 'FORBIDDEN' },
  })

  const writer = await createToken(server, 'wri', { [id]: ['write'] })
  const socket = connect()
  const counted = countJoins(socket)
  const kicked = await enterTopic(socket, `room:${id}`, { token: writer })
  let closed = 0
  kicked.channel.onClose(() => {
    closed += 1
  })
  await rest(server, `/rooms/${id}/participants/wri/kick`, { method: 'POST', body: '{}' })
  await until('it is told', () => kicked.of('error').length === 1)
  expect(kicked.of('error')).toMatchObject([{ reason: 'KICKED', error: { code: 'KICKED' } }])
  await until('and closed', () => closed === 1)

  let tokens = 0
  const ending = await expireToken(await createToken(server, 'fun', { [id]: ['write'] }), 3)
  const lasting = await createToken(server, 'fun', { [id]: ['write'] })
  const returns = await enterTopic(connect(), `room:${id}`, () => {
    tokens += 1
    return { token: tokens === 1 ? ending : lasting, presence: { tab: 1 } }
  })
  expect(returns.joined.status).toBe('ok')
  const leaves: unknown[] = []
  seen.presence.onLeave((key, now) => void (now.metas.length === 0 && leaves.push(key)))
  await until('it asks for another token and is back', () => tokens === 2 && returns.channel.state === 'joined')
  expect(await returns.push('presence:update', { tab: 2 })).toMatchObject({ status: 'ok' })
  // Nobody saw it go: its own place was taken again.
  expect(leaves).toEqual([])
  expect([counted.joins, socket.counted.opened]).toEqual([1, 1])
})

test('[PHX8] a clean close is a goodbye, a lost line keeps its place, and who returns takes it', async () => {
  const id = freshRoomId('return')
  const token = await createToken(server, 'ann', { [id]: ['write'] })
  const ada = await enter(
    server.wsUrl,
    id,
    {},
    {
      authEndpoint: async () => ({ token: await createToken(server, 'ada', { [id]: ['write'] }) }),
    },
  )
  const places: string[] = []
  ada.room.presence.subscribeOthers((others) => {
    const now = others.flatMap(({ connections }) => connections.map(({ connectionId }) => connectionId)).join()
    if (places.at(-1) !== now) places.push(now)
  })
  const lines: { terminate(): void }[] = []
  const { WebSocket } = await import('ws')
  class Line extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args)
      lines.push(this)
    }
  }
  const socket = connect({ params: { token }, transport: Line as never })
  const ann = await enterTopic(socket, `room:${id}`, { presence: { n: 1 } })
  await until('Ann is seen', () => ada.room.presence.getOthers().length === 1)
  const [, first] = places
  lines[0]?.terminate()
  await until('she is back', () => socket.counted.opened === 2 && ann.channel.state === 'joined')
  await ann.push('presence:update', { n: 2 })
  await until('she goes on', () => ada.room.presence.getOthers()[0]?.presence.n === 2)
  expect(places.filter((now) => now !== '')).toEqual([first])
  socket.disconnect()
  await until('she is gone at once', () => ada.room.presence.getOthers().length === 0, 5_000)
})

test('[PHX7] a client that reads nothing is let go, the others go on hearing', async () => {
  const id = freshRoomId('slow')
  const one = await raw()
  expect(await joinRaw(one, `room:${id}`, '1', { user_id: 'slow' })).toMatchObject({ status: 'ok' })
  const ada = await enter(server.wsUrl, id, { userId: 'ada' })
  const quick = await enterTopic(connect({ heartbeatIntervalMs: 1_000 }), `room:${id}`, { user_id: 'quick' })
  one.socket.pause()
  const say = () => ada.room.broadcast('flood', 'x'.repeat(60_000)).catch(() => {})
  const flood = setInterval(() => {
    for (let n = 0; n < 5; n += 1) void say()
  }, 50)
  afterTest(() => clearInterval(flood))
  await until(
    'the room lets it go',
    () => !ada.room.presence.getOthers().some(({ userId }) => userId === 'slow'),
    55_000,
  )
  clearInterval(flood)
  // So much was said that it had to dial again as well; what was said in that moment it has missed, as with any lost line.
  await until('the quick one is in the room', () =>
    ada.room.presence.getOthers().some(({ userId }) => userId === 'quick'),
  )
  await until('it is back', () => quick.channel.state === 'joined')
  await ada.room.broadcast('last', {})
  await until('it hears what comes', () => quick.of('broadcast.sent').some(({ event }) => event === 'last'))
})
