/** Whose claim holds, when it ends, and that a seed is taken once, whatever happens between claim and commit. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { toBase64 } from '@syncforge/protocol/base64'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import type { SeedAnswer } from '@syncforge/protocol/seed'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { actor, freshRoom, joinNative, until } from '../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
type Client = Awaited<ReturnType<typeof joinNative>>

const seedOf = (text: string): Uint8Array => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}
const document = 'default'
const claim = async (client: Client, lease?: string) =>
  (await client.ask('documents.seedClaim', { document, ...(lease === undefined ? {} : { lease }) })).body as SeedAnswer
const commit = async (client: Client, lease: string, update: Uint8Array) =>
  (await client.ask('documents.seedCommit', { document, lease, update: toBase64(update) })).body as SeedAnswer
const leaseOf = (answer: SeedAnswer) => {
  if (answer.state !== 'claimed') throw new Error(`no claim, but ${answer.state}`)
  return answer.lease
}
const textOf = async (room: Room) =>
  ((await room.ask('documents.read', { name: document, format: 'text' }, actor())) as { reply: { content: string } })
    .reply.content
const endClaims = (room: Room, endsAt: number) =>
  runInDurableObject(
    room,
    (_, { storage }) => void storage.sql.exec('UPDATE documents_seed SET ends_at = ? WHERE seeded_at IS NULL', endsAt),
  )

test('[SE1] one claims, the others wait; its seed reaches everyone and is the only one, through a cold wake', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  for (const client of [ada, bob]) client.step1()
  const lease = leaseOf(await claim(ada))
  expect(await claim(bob)).toEqual({ state: 'waiting', retryAfterMs: expect.any(Number) })
  expect(await commit(ada, lease, seedOf('template'))).toEqual({ state: 'seeded', stateVector: expect.any(String) })
  await until(() => bob.events('documents.seeded')[0], 'the news')
  for (const client of [ada, bob]) {
    const updates = client.documentMessages(DocumentKind.update)
    expect(updates).toHaveLength(1)
  }
  expect(await commit(bob, lease, seedOf('again'))).toMatchObject({ state: 'seeded' })
  await evictDurableObject(room)
  expect(await claim(bob)).toMatchObject({ state: 'seeded', stateVector: expect.any(String) })
  expect(await textOf(room)).toBe('template')
})

test('[SE1] what anybody has written counts as seeded, an update that still waits for its tick included; an empty answer to step 1 does not', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  ada.update(Uint8Array.of(0, 0))
  const lease = leaseOf(await claim(ada))
  // The first one leaves at once, the one after it waits for the tick.
  ada.update(Uint8Array.of(0, 0))
  ada.update(seedOf('typed'))
  expect(await commit(ada, lease, seedOf('template'))).toEqual({ state: 'seeded', stateVector: null })
  expect(await textOf(room)).toBe('typed')
})

test('[SE1] a seed that writes nothing is a seed', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  expect(await commit(ada, leaseOf(await claim(ada)), seedOf(''))).toMatchObject({ state: 'seeded' })
  expect(await claim(ada)).toMatchObject({ state: 'seeded' })
})

test('[SE2] [SE4] a claim is free again when its connection leaves, and everyone is told', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room, { hello: { userId: 'ada' } }), await joinNative(room)]
  const lease = leaseOf(await claim(ada))
  expect((await claim(bob)).state).toBe('waiting')
  ada.socket.close(1000)
  await until(() => bob.events('documents.unclaimed')[0], 'the news')
  const mine = leaseOf(await claim(bob))
  expect(await commit(bob, lease, seedOf('late'))).toEqual({ state: 'waiting', retryAfterMs: expect.any(Number) })
  expect(await commit(bob, mine, seedOf('template'))).toMatchObject({ state: 'seeded' })
  expect(await textOf(room)).toBe('template')
})

test('[SE2] a claim survives a cold wake, ends by the clock, and is renewed by who holds it', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  const lease = leaseOf(await claim(ada))
  await evictDurableObject(room)
  expect((await claim(bob)).state).toBe('waiting')
  await endClaims(room, Date.now() + 1_000)
  expect(await claim(ada, lease)).toEqual({ state: 'claimed', lease, leaseMs: 10_000 })
  const { retryAfterMs } = (await claim(bob)) as SeedAnswer & { state: 'waiting' }
  expect(retryAfterMs).toBeGreaterThan(5_000)
  await endClaims(room, Date.now() - 1)
  const next = leaseOf(await claim(bob))
  expect(await commit(ada, lease, seedOf('late'))).toMatchObject({ state: 'waiting' })
  expect(await commit(bob, next, seedOf('template'))).toMatchObject({ state: 'seeded' })
  expect(await textOf(room)).toBe('template')
})

test('[SE2] a clock that was set back does not lock a document: a claim that seems to last longer than any has ended', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  leaseOf(await claim(ada))
  await endClaims(room, Date.now() + 3_600_000)
  expect((await claim(bob)).state).toBe('claimed')
})

test('[SE2] a claim that was given back is free at once', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  const lease = leaseOf(await claim(ada))
  await bob.ask('documents.seedRelease', { document, lease: 'lease_of_nobody' })
  expect((await claim(bob)).state).toBe('waiting')
  await ada.ask('documents.seedRelease', { document, lease })
  await until(() => bob.events('documents.unclaimed')[0], 'the news')
  expect((await claim(bob)).state).toBe('claimed')
})

test('[SE3] what is no complete update is refused and nothing is marked', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const lease = leaseOf(await claim(ada))
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'a')
  const before = Y.encodeStateVector(doc)
  doc.getText('content').insert(1, 'b')
  for (const update of [Uint8Array.of(1, 2, 3), Y.encodeStateAsUpdate(doc, before)]) {
    const answer = await ada.ask('documents.seedCommit', { document, lease, update: toBase64(update) })
    expect(answer.error?.code).toBe('MALFORMED_MESSAGE')
  }
  const notBase64 = await ada.ask('documents.seedCommit', { document, lease, update: '?' })
  expect(notBase64.error?.code).toBe('VALIDATION_ERROR')
  expect(await commit(ada, lease, seedOf('template'))).toMatchObject({ state: 'seeded' })
})

test('[SE5] a reader may wait, not claim', async () => {
  const room = freshRoom()
  const [reader, ada] = [await joinNative(room, { access: 'read' }), await joinNative(room)]
  expect(await claim(reader)).toEqual({ state: 'waiting', retryAfterMs: null })
  const lease = leaseOf(await claim(ada))
  const answer = await reader.ask('documents.seedCommit', { document, lease, update: toBase64(seedOf('mine')) })
  expect(answer.error?.code).toBe('FORBIDDEN')
  await commit(ada, lease, seedOf('template'))
  await until(() => reader.events('documents.seeded')[0], 'the news')
  expect((await claim(reader)).state).toBe('seeded')
})

test('a seed by REST is taken once, and before a claim that is under way', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const lease = leaseOf(await claim(ada))
  const seed = (text: string) => room.ask('documents.seed', { name: document, update: seedOf(text) }, actor())
  expect(await seed('by REST')).toEqual({ ok: true, reply: { seeded: true } })
  expect(await seed('by REST')).toEqual({ ok: true, reply: { seeded: false } })
  expect(await commit(ada, lease, seedOf('template'))).toMatchObject({ state: 'seeded' })
  expect(await textOf(room)).toBe('by REST')
})
