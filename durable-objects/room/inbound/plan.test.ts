/** Contracts whose feature the organization's plan lacks: rules PL1, PL2, PL5 and PL8. Documents and broadcasts stand in for one here. */
import { evictDurableObject } from 'cloudflare:test'
import { contracts } from '@syncforge/protocol'
import { encodeAwarenessMessage } from '@syncforge/protocol/document-frames'
import type { HeldPlan, PlanFeature, PlanId } from '@syncforge/protocol/plans'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { textUpdate } from '../../test/mirror-kit.ts'
import { actor, admissionFor, freshRoom, joinNative, openSocket, roomAddress, until } from '../../test-kit.ts'

const gated: readonly { readonly name: string; feature?: PlanFeature }[] = [contracts.documents, contracts.broadcast]
beforeAll(() => {
  for (const contract of gated) contract.feature = 'locks'
})
afterAll(() => {
  for (const contract of gated) delete contract.feature
})

const onPlan = (id: PlanId, revision: number): { readonly plan: HeldPlan } => ({ plan: { id, revision } })
const starter = onPlan('starter', 2)
const details = { limit: 'feature', feature: 'locks', plan: 'starter', liftedBy: 'pro' }
const refusal = {
  code: 'PLAN_LIMIT_EXCEEDED',
  message: 'The plan Starter has no locks; the plan Pro lifts this limit',
  details,
}

type Room = ReturnType<typeof freshRoom>
type Told = ReturnType<typeof onPlan>
const write = (room: Room, told: Told, text: string) =>
  room.ask('documents.update', { name: 'default', update: textUpdate(text) }, actor(told))
const read = (room: Room, told: Told) => room.ask('documents.read', { name: 'default', format: 'text' }, actor(told))
/** Nobody's, in the form that both dialects carry. */
const awareness = () => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint(encoder, 7)
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarString(encoder, '{"name":"Ada"}')
  return encoding.toUint8Array(encoder)
}
const shout = { event: 'shout', payload: 'hello' }

test('[PL1] [PL5] without the feature nothing is written, by request or by frame, and what is there is read and exported', async () => {
  const room = freshRoom()
  expect(await write(room, onPlan('pro', 1), 'kept')).toMatchObject({ ok: true })
  expect(await write(room, starter, 'more')).toEqual({ ok: false, error: refusal })
  expect(await read(room, starter)).toMatchObject({ ok: true, reply: { content: 'kept' } })
  expect(await room.exportFile({}, roomAddress(starter))).toMatchObject({ ok: true })

  const ada = await joinNative(room, starter)
  expect(await ada.ask('broadcast.send', shout)).toMatchObject({ error: refusal })
  expect(await ada.ask('documents.list', {})).toMatchObject({ type: 'reply', body: [{ name: 'default' }] })
  ada.socket.send(encodeAwarenessMessage({ name: 'default', update: awareness() }))
  const [, second] = await until(() => ada.errors().length === 2 && ada.errors(), 'the refusal of the frame')
  expect(second?.error).toEqual({ ...refusal, details: { ...details, channel: 'awareness', document: 'default' } })
  expect(ada.closed).toEqual([])
})

test('[PL1] who has no right hears that first: a plan would not help', async () => {
  const ada = await joinNative(freshRoom(), { ...starter, access: 'read' })
  expect(await ada.ask('broadcast.send', shout)).toMatchObject({ error: { code: 'FORBIDDEN' } })
})

test('[PL2] a changed plan holds for the socket that is open, through a cold wake, and an earlier one does not come back', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, onPlan('free', 3))
  expect(await ada.ask('broadcast.send', shout)).toMatchObject({ error: { code: refusal.code } })

  await room.changePlan({ id: 'pro', revision: 4 })
  await room.changePlan({ id: 'free', revision: 3 })
  expect(await ada.ask('broadcast.send', shout)).toMatchObject({ type: 'reply' })
  await evictDurableObject(room)
  expect(await ada.ask('broadcast.send', shout)).toMatchObject({ type: 'reply' })
  // What an edge remembers from before.
  expect(await write(room, onPlan('free', 3), 'text')).toMatchObject({ ok: true })
  expect(await write(room, onPlan('starter', 5), 'text')).toMatchObject({ ok: false })
  expect(await ada.ask('broadcast.send', shout)).toMatchObject({ error: refusal })
})

test('a stock client whose frame is refused stays: it knows no other answer than the end', async () => {
  const room = freshRoom()
  const stock = await openSocket(room, admissionFor({ dialect: 'yjs', ...starter }))
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint8Array(encoder, awareness())
  stock.socket.send(encoding.toUint8Array(encoder))
  const heard = stock.messages.length
  stock.socket.send(Uint8Array.of(0, 0, 1, 0))
  await until(() => stock.messages.length > heard, 'the answer to a state vector')
  expect(stock.closed).toEqual([])
})

test('[PL8] records, feeds, schedules and activity are in the smallest plan', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { ...onPlan('free', 2), hello: { userId: 'ada' } })
  for (const [request, body] of [
    ['records.save', { key: 'brief', content: 'text', expectedVersion: 0 }],
    ['feeds.append', { feed: 'moves', payload: 1 }],
    ['schedules.set', { name: 'bell', at: Date.now() + 60_000 }],
    ['activity.follow', { on: true }],
    ['activity.list', {}],
    ['people.suggest', { query: 'a' }],
    ['follow.show', { viewport: null }],
  ] as const)
    expect((await ada.ask(request, body)).error, request).toBeUndefined()
})
