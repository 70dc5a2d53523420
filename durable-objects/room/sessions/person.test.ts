/** Persons, rules PE1–PE5: an id that is merely claimed is somebody else than the same id proven by a token. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import {
  actor,
  admissionFor,
  freshRoom,
  joinNative,
  openSocket,
  replyOf,
  roomAddress,
  roomSettings,
  until,
} from '../../test-kit.ts'
import type { Moderation } from '../admission.ts'
import type { Audience } from '../feature.ts'
import { createOpening } from '../lifecycle.ts'

type Room = ReturnType<typeof freshRoom>

const proven = (userId: string) => ({ userId, userInfo: { name: userId.toUpperCase() }, verified: true })
const prove = (room: Room, userId: string, more: Parameters<typeof joinNative>[1] = {}) =>
  joinNative(room, { user: proven(userId), ...more })
const claim = (room: Room, userId: string, more: Parameters<typeof joinNative>[1] = {}) =>
  joinNative(room, { hello: { userId, userInfo: { name: `not ${userId}` } }, ...more })
const decide = (room: Room, moderation: Moderation) => replyOf(room.moderate(moderation, roomAddress()))
const refusal = (joining: Promise<unknown>) =>
  joining.then(
    () => 'let in',
    (error: Error) => /[A-Z]+_?[A-Z]+(?=")/.exec(error.message)?.[0] ?? error.message,
  )

test('[PE2] [PE4] what was raised holds for who proves the id, not for who claims it: before, while and after they are here', async () => {
  const room = freshRoom()
  const early = await claim(room, 'boss')
  const boss = await prove(room, 'boss', { access: 'read' })
  expect(await decide(room, { kind: 'access', userId: 'boss', access: 'moderate' })).toBe(2)
  expect((await until(() => boss.events('session.changed')[0], 'the raise')).body).toEqual({ access: 'moderate' })
  const late = await claim(room, 'boss')
  expect([late.self.access, late.self.verified]).toEqual(['write', false])
  expect(early.events('session.changed')).toEqual([])
  for (const claimer of [early, late]) {
    expect((await claimer.ask('versions.remove', { id: 'ver_1' })).error).toMatchObject({ code: 'FORBIDDEN' })
  }
  expect((await boss.ask('versions.remove', { id: 'ver_1' })).error).toMatchObject({ code: 'NOT_FOUND' })
  await evictDurableObject(room)
  expect((await claim(room, 'boss')).self.access).toBe('write')
  expect((await claim(room, 'boss', { access: 'read' })).self.access).toBe('read')
  expect((await prove(room, 'boss', { access: 'read' })).self.access).toBe('moderate')
})

test('[PE2] what was lowered holds for the id, proven or claimed, and is taken back for both', async () => {
  const room = freshRoom()
  const both = [await prove(room, 'bob'), await claim(room, 'bob')]
  expect(await decide(room, { kind: 'access', userId: 'bob', access: 'read' })).toBe(2)
  for (const each of both) {
    expect((await until(() => each.events('session.changed')[0], 'the change')).body).toEqual({ access: 'read' })
  }
  expect([(await prove(room, 'bob')).self.access, (await claim(room, 'bob')).self.access]).toEqual(['read', 'read'])
  await decide(room, { kind: 'access', userId: 'bob', access: null })
  for (const each of both) {
    expect((await until(() => each.events('session.changed')[1], 'the end of it')).body).toEqual({ access: 'write' })
  }
})

test('[PE1] a claim takes a place of its own in a full room, and a proven person does not stand on that of a claim', async () => {
  const settings = roomSettings({ maxParticipants: 2 })
  const room = freshRoom()
  await prove(room, 'boss', { settings })
  await prove(room, 'ada', { settings })
  expect(await refusal(claim(room, 'boss', { settings }))).toBe('ROOM_FULL')
  expect((await prove(room, 'boss', { settings })).self.verified).toBe(true)
  const other = freshRoom()
  await claim(other, 'boss', { settings })
  await claim(other, 'ada', { settings })
  expect(await refusal(prove(other, 'boss', { settings }))).toBe('ROOM_FULL')
  expect((await claim(other, 'boss', { settings })).self.verified).toBe(false)
})

test('[PE1] a session goes on only as the person that it was: not claimed after it was proven, nor the other way round', async () => {
  const room = freshRoom()
  const boss = await prove(room, 'boss')
  const fake = await claim(room, 'boss')
  const sessionOf = ({ self, welcome }: typeof boss) => ({
    connectionId: self.connectionId,
    secret: welcome.session.secret,
  })
  const asClaim = await claim(room, 'boss', { hello: { userId: 'boss', session: sessionOf(boss) } })
  const asProven = await prove(room, 'boss', { hello: { session: sessionOf(fake) } })
  const nameless = await joinNative(room, { hello: { session: sessionOf(boss) } })
  for (const each of [asClaim, asProven, nameless]) expect(each.welcome.session.resumed).toBe(false)
  expect([asClaim.self.verified, asProven.self.verified, nameless.self.verified]).toEqual([false, true, false])
  expect([boss.closed, fake.closed]).toEqual([[], []])
  expect(
    (await claim(room, 'boss', { hello: { userId: 'boss', session: sessionOf(fake) } })).welcome.session.resumed,
  ).toBe(true)
})

test('[PE2] who was raised and comes back claimed, with the secret of before, has what a claim has', async () => {
  const room = freshRoom()
  const boss = await prove(room, 'boss')
  await decide(room, { kind: 'access', userId: 'boss', access: 'moderate' })
  boss.socket.close(4_999, 'lost')
  await until(() => boss.closed[0], 'the close')
  const session = { connectionId: boss.self.connectionId, secret: boss.welcome.session.secret }
  const back = await claim(room, 'boss', { hello: { userId: 'boss', session } })
  expect([back.welcome.session.resumed, back.self.access, back.self.verified]).toEqual([false, 'write', false])
  expect((await prove(room, 'boss', { hello: { session } })).self).toMatchObject({
    connectionId: boss.self.connectionId,
    access: 'moderate',
    verified: true,
  })
})

test('[PE5] a ban keeps the id out however it is shown, on every dialect; one of claims only leaves the proven person in', async () => {
  const room = freshRoom()
  const boss = await prove(room, 'boss')
  const fake = await claim(room, 'boss')
  expect(await decide(room, { kind: 'kick', userId: 'boss', claimsOnly: true, ban: { forMs: null } })).toBe(1)
  await until(() => fake.closed[0], 'the end of the claim')
  expect(boss.closed).toEqual([])
  expect(await refusal(claim(room, 'boss'))).toBe('BANNED')
  expect((await prove(room, 'boss')).self.verified).toBe(true)
  await evictDurableObject(room)
  expect(await refusal(claim(room, 'boss'))).toBe('BANNED')

  await decide(room, { kind: 'kick', userId: 'boss', claimsOnly: false, ban: { forMs: null } })
  await until(() => boss.closed[0], 'the end of the proven one')
  expect([await refusal(prove(room, 'boss')), await refusal(claim(room, 'boss'))]).toEqual(['BANNED', 'BANNED'])
  const stock = await openSocket(room, admissionFor({ dialect: 'yjs', user: proven('boss') }))
  expect(await until(() => stock.closed[0], 'the refusal')).toEqual({ code: 4403, reason: 'BANNED' })

  await decide(room, { kind: 'unban', userId: 'boss' })
  expect([await refusal(prove(room, 'boss')), await refusal(claim(room, 'boss'))]).toEqual(['let in', 'let in'])
})

test('[PE5] a kick of claims only ends them alone; one of the id ends both', async () => {
  const room = freshRoom()
  const [boss, fake] = [await prove(room, 'boss'), await claim(room, 'boss')]
  expect(await decide(room, { kind: 'kick', userId: 'boss', claimsOnly: true })).toBe(1)
  expect((await until(() => fake.closed[0], 'the end of the claim')).reason).toBe('KICKED')
  expect(boss.closed).toEqual([])
  const again = await claim(room, 'boss')
  expect(await decide(room, { kind: 'kick', userId: 'boss', claimsOnly: false })).toBe(2)
  for (const each of [boss, again]) expect((await until(() => each.closed[0], 'the end')).reason).toBe('KICKED')
})

test('[PE3] who claims an id changes nothing of what is kept of the proven person, in blame, versions, the log and replay', async () => {
  const room = freshRoom()
  const boss = await prove(room, 'boss')
  const fake = await claim(room, 'boss')
  const Y = await import('yjs')
  const textOf = (text: string) => {
    const doc = new Y.Doc()
    doc.getText('t').insert(0, text)
    return Y.encodeStateAsUpdate(doc)
  }
  boss.update(textOf('I stay. '))
  await until(() => boss.acked() === 1, 'the ack')
  await boss.ask('versions.create', { document: 'default', name: 'mine' })
  fake.update(textOf('I resign. '))
  await until(() => fake.acked() === 1, 'the ack')
  await fake.ask('versions.create', { document: 'default', name: 'forged' })
  const real = { userId: 'boss', name: 'BOSS', verified: true }
  const forged = { userId: 'boss', name: 'not boss', verified: false }
  const check = async () => {
    const ask = (name: string, body: object) => replyOf(room.ask(name, { document: 'default', ...body }, actor()))
    const blame = (await ask('history.blame', {})) as Record<string, { text: string; by: object }[]>
    expect(new Map(blame.t?.map(({ text, by }) => [text, by]))).toEqual(
      new Map([
        ['I stay. ', real],
        ['I resign. ', forged],
      ]),
    )
    expect(await ask('versions.list', {})).toMatchObject([
      { name: 'forged', by: forged },
      { name: 'mine', by: real },
    ])
    const log = (await ask('history.log', {})) as { authors: object[] }[]
    expect(log.flatMap(({ authors }) => authors)).toEqual([forged, real])
    const replay = (await ask('history.replay', { from: 0, to: Number.MAX_SAFE_INTEGER })) as {
      steps: { authors: object[] }[]
    }
    expect(replay.steps.flatMap(({ authors }) => authors)).toEqual([real, forged])
  }
  await check()
  await evictDurableObject(room)
  await check()
})

test('[PE4] what is for one person reaches all of their connections, and nobody who only shares the id', async () => {
  const heard = await runInDurableObject(freshRoom(), async (_, state) => {
    const parts = await createOpening(
      state,
      async () => {},
      '',
      () => {},
    ).open(roomSettings())
    const come = (verified: boolean) => {
      const { 0: client, 1: server } = new WebSocketPair()
      state.acceptWebSocket(server)
      client.binaryType = 'arraybuffer'
      client.accept()
      let heard = ''
      client.addEventListener('message', ({ data }) => {
        heard += typeof data === 'string' ? data : new TextDecoder().decode(data as ArrayBuffer)
      })
      const user = verified ? proven('boss') : { userId: null, userInfo: {}, verified }
      parts.handshake.accept(server, admissionFor({ user }))
      parts.handshake.greet(server, JSON.stringify({ type: 'hello', body: { userId: 'boss' } }))
      return { verified, hears: (what: string) => heard.includes(what) }
    }
    const all = [true, true, false, false].map(come)
    const tell = (to: Audience, event: string) => {
      const sent = { type: 'broadcast.sent', body: { event, payload: null, user: null, connectionId: null } }
      parts.announcer.events([{ to, event: sent as never }], null)
      parts.delivery.flush()
    }
    tell({ userId: 'boss', verified: true }, 'for-the-proven')
    tell({ userId: 'boss', verified: false }, 'for-the-claimed')
    tell('everyone', 'for-all')
    await until(() => all.every(({ hears }) => hears('for-all')), 'the last one at everybody')
    return all.map(({ verified, hears }) => [verified, hears('for-the-proven'), hears('for-the-claimed')])
  })
  expect(heard).toEqual([
    [true, true, false],
    [true, true, false],
    [false, false, true],
    [false, false, true],
  ])
})
