/** Rule VE4 for client ids that more than one person writes with: who sends a stretch of it has written that stretch. */
import { evictDurableObject } from 'cloudflare:test'
import type { AuthoredRun, TextChange, Version } from '@syncforge/protocol/versions'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { docOf } from '../../../test/history-kit.ts'
import { actor, freshRoom, joinNative, replyOf, roomAddress, until } from '../../../test-kit.ts'
import { assignSpan, nobody, ownerAt, type Span, spansMax } from './spans.ts'

type Room = ReturnType<typeof freshRoom>

const ask = async <T>(room: Room, name: string, body: object = {}) =>
  (await replyOf(room.ask(name, { document: 'default', ...body }, actor()))) as T
const blame = async (room: Room, root = 't') =>
  (await ask<Record<string, AuthoredRun[]>>(room, 'history.blame'))[root]?.map(({ text, by }) => [
    text,
    by && `${by.userId}${by.verified ? '' : '?'}`,
  ])

/** One document, as two people have it in turn: what is typed in it has one client id, whoever sends it. */
const handedOver = async () => {
  const room = freshRoom()
  const boss = await joinNative(room, { user: { userId: 'boss', userInfo: {}, verified: true } })
  const fake = await joinNative(room, { hello: { userId: 'boss' } })
  const doc = new Y.Doc()
  const sent = new Map([boss, fake].map((who) => [who, 0]))
  const type = async (who: typeof boss, text: string) => {
    const before = Y.encodeStateVector(doc)
    doc.getText('t').insert(doc.getText('t').length, text)
    const count = (sent.get(who) ?? 0) + 1
    sent.set(who, count)
    who.update(Y.encodeStateAsUpdate(doc, before))
    await until(() => who.acked() === count, 'the ack')
  }
  return { room, boss, fake, doc, type }
}

test('[VE4] [PE3] who goes on with the client id of somebody else has written what they send, not more and not less', async () => {
  const { room, boss, fake, doc, type } = await handedOver()
  await type(boss, 'I stay. ')
  await type(fake, 'I resign. ')
  await type(boss, 'I do not. ')
  await type(fake, 'I do.')
  const all = [
    ['I stay. ', 'boss'],
    ['I resign. ', 'boss?'],
    ['I do not. ', 'boss'],
    ['I do.', 'boss?'],
  ]
  expect(await blame(room)).toEqual(all)
  // Sending all of it again makes nobody its author.
  fake.update(Y.encodeStateAsUpdate(doc))
  await until(() => fake.acked() === 3, 'the ack')
  expect(await blame(room)).toEqual(all)
  await evictDurableObject(room)
  expect(await blame(room)).toEqual(all)
})

test('[VE4] a comparison, a restore and a fork tell the two apart as well', async () => {
  const { room, boss, fake, doc, type } = await handedOver()
  await type(boss, 'I stay. ')
  const { id: first } = await ask<Version>(room, 'versions.create', { name: 'first' })
  await type(fake, 'I resign. ')
  await type(boss, 'I do not.')
  const { id: second } = await ask<Version>(room, 'versions.create', { name: 'second' })
  const { texts } = await ask<{ texts: Record<string, TextChange[]> }>(room, 'versions.compare', { from: first })
  expect(texts.t?.map(({ kind, text, by }) => [kind, text, by?.verified])).toEqual([
    ['kept', 'I stay. ', undefined],
    ['added', 'I resign. ', false],
    ['added', 'I do not.', true],
  ])
  const all = [
    ['I stay. ', 'boss'],
    ['I resign. ', 'boss?'],
    ['I do not.', 'boss'],
  ]
  const fork = freshRoom()
  const packed = (await replyOf(
    room.pack(roomAddress(), { version: null, keys: null }, null),
  )) as ReadableStream<Uint8Array>
  await replyOf(fork.unpack(packed, actor(), true))
  expect(await blame(fork)).toEqual(all)

  const before = Y.encodeStateVector(doc)
  doc.getText('t').delete(0, doc.getText('t').length)
  boss.update(Y.encodeStateAsUpdate(doc, before))
  await until(() => boss.acked() === 3, 'the ack')
  expect(await blame(room)).toEqual([])
  await ask(room, 'versions.restore', { id: second })
  expect(await blame(room)).toEqual(all)
  expect(await blame(fork)).toEqual(all)
  const { state } = await ask<{ state: string }>(room, 'versions.get', { id: second })
  expect(docOf(state).getText('t').toString()).toBe('I stay. I resign. I do not.')
})

test('[VE4] what was sent ahead, to be put in when its parents come, stays its sender’s; what the other sends is the other’s', async () => {
  const { room, boss, fake, doc, type } = await handedOver()
  await type(boss, 'I stay.')
  const now = Y.encodeStateVector(doc)
  const ahead = new Y.Doc()
  Y.applyUpdate(ahead, Y.encodeStateAsUpdate(doc))
  ahead.clientID = doc.clientID
  ahead.getText('t').insert(7, ' No')
  const there = Y.encodeStateVector(ahead)
  ahead.getText('t').insert(10, ' longer.')
  fake.update(Y.encodeStateAsUpdate(ahead, there))
  await until(() => fake.acked() === 1, 'the ack')
  expect(await blame(room)).toEqual([['I stay.', 'boss']])
  doc.getText('t').insert(7, ' No')
  boss.update(Y.encodeStateAsUpdate(doc, now))
  await until(() => boss.acked() === 2, 'the ack')
  expect(await blame(room)).toEqual([
    ['I stay. No', 'boss'],
    [' longer.', 'boss?'],
  ])
})

test('[VE4] one tick in which both send, and a clock that was said ahead and is then written by the other: rows and memory agree', async () => {
  const { room, boss, fake, doc, type } = await handedOver()
  await type(boss, 'a')
  const piece = (text: string) => {
    const before = Y.encodeStateVector(doc)
    doc.getText('t').insert(doc.getText('t').length, text)
    return Y.encodeStateAsUpdate(doc, before)
  }
  boss.update(piece('b'))
  fake.update(piece('c'))
  fake.update(piece('d'))
  await until(() => boss.acked() === 2 && fake.acked() === 2, 'the acks')
  const [late, next] = [piece('e'), piece('f')]
  fake.update(next)
  await until(() => fake.acked() === 3, 'the ack of what came ahead')
  boss.update(Y.mergeUpdates([late, next]))
  await until(() => boss.acked() === 3, 'the ack of all')
  const all = [
    ['ab', 'boss'],
    ['cd', 'boss?'],
    ['ef', 'boss'],
  ]
  const runs = async () => {
    const joined: unknown[][] = []
    for (const [text, by] of (await blame(room)) ?? []) {
      const last = joined.at(-1)
      if (last?.[1] === by) joined.splice(-1, 1, [`${last?.[0]}${text}`, by])
      else joined.push([text, by])
    }
    return joined
  }
  expect(await runs()).toEqual(all)
  await evictDurableObject(room)
  expect(await runs()).toEqual(all)
})

const seed = Number(Date.now() % 2 ** 31)
test(`[VE4] spans are what a list of clocks would say, at random (seed ${seed})`, () => {
  const random = prng.create(seed)
  for (let script = 0; script < 200; script++) {
    let spans: readonly Span[] = []
    let had = 0
    const owners: number[] = []
    for (let step = 0; step < 30; step++) {
      const author = prng.uint32(random, 1, 3)
      const until = had + prng.uint32(random, 1, 5)
      const from = Math.max(had, prng.uint32(random, Math.max(0, had - 3), had))
      const first = owners.length === 0
      spans = assignSpan(spans, author, { from, until, had })
      for (let clock = first ? 0 : from; clock < until; clock++) owners[clock] = author
      had = until
      expect(owners.map((_, clock) => ownerAt(spans, clock))).toEqual(owners)
      expect(spans.every((span, i) => span.author !== spans[i - 1]?.author)).toBe(true)
      expect(assignSpan(spans, author, { from, until, had: from })).toBe(spans)
    }
  }
})

test('[VE4] a client id that goes to and fro without end costs no more than a bound, and is nobody’s then', () => {
  let spans: readonly Span[] = []
  for (let clock = 0; clock < 2 * spansMax; clock++) {
    spans = assignSpan(spans, 1 + (clock % 2), { from: clock, until: clock + 1, had: clock })
  }
  expect(spans).toHaveLength(spansMax + 1)
  expect([spansMax - 1, spansMax, 2 * spansMax].map((clock) => ownerAt(spans, clock))).toEqual([2, nobody, nobody])
})
