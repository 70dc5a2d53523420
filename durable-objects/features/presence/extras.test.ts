/** Where people are, what they say of themselves, and that they write: rules PR11–PR13. */
import { evictDurableObject } from 'cloudflare:test'
import { encodeReceipt } from '@syncforge/protocol/frames'
import { expect, test } from 'vitest'
import { actor, freshRoom, joinNative, until } from '../../test-kit.ts'

type Client = Awaited<ReturnType<typeof joinNative>>
const bodies = (client: Client, type: string) => client.events(type).map(({ body }) => body)
const shownOf = (viewer: Client, of: Client) =>
  viewer.welcome.snapshots.presence.find(({ connectionId }) => connectionId === of.self.connectionId)

test('[PR11] where somebody is: told once, in the list, through a sleep and a lost socket, until it is taken back', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  expect(shownOf(bob, ada)).not.toHaveProperty('location')
  const { connectionId } = ada.self
  const location = { document: 'plan/brief', element: 'title', editing: true }
  await ada.ask('presence.locate', { location })
  await ada.ask('presence.locate', { location })
  await until(() => bob.events('presence.located').length, 'the place')
  await ada.ask('broadcast.send', { event: 'mark', payload: null })
  await until(() => bob.events('broadcast.sent').length, 'a mark after it')
  expect(bodies(bob, 'presence.located')).toEqual([{ connectionId, location }])
  expect(ada.events('presence.located')).toEqual([])
  await evictDurableObject(room)
  ada.socket.close(4_999, 'lost')
  await until(() => ada.closed[0], 'the close')
  expect(shownOf(await joinNative(room), ada)).toMatchObject({ location })
  const session = { connectionId, secret: ada.welcome.session.secret }
  const again = await joinNative(room, { hello: { session } })
  expect(shownOf(again, ada)).toMatchObject({ location })
  await again.ask('presence.locate', { location: { document: 'plan' } })
  await again.ask('presence.locate', { location: null })
  await until(
    () => bodies(bob, 'presence.located').some((body) => (body as { location: unknown }).location === null),
    'nowhere',
  )
  expect(shownOf(await joinNative(room), ada)).not.toHaveProperty('location')
})

test('[PR12] a status is of the person, on all connections and those to come', async () => {
  const room = freshRoom()
  const hello = { userId: 'ada' }
  const [one, two, bob] = [await joinNative(room, { hello }), await joinNative(room, { hello }), await joinNative(room)]
  const claimedByNobody = { user: { userId: 'ada', userInfo: { name: 'Ada' }, verified: true } }
  const proven = await joinNative(room, claimedByNobody)
  const status = { state: 'busy', text: 'In a call' }
  await one.ask('presence.setStatus', { status })
  await until(() => two.events('presence.statusChanged').length === 2, 'both')
  for (const client of [one, two, bob]) {
    expect(new Set(bodies(client, 'presence.statusChanged'))).toEqual(
      new Set([one, two].map(({ self: { connectionId } }) => ({ connectionId, status }))),
    )
  }
  await evictDurableObject(room)
  const three = await joinNative(room, { hello })
  await until(() => three.events('presence.statusChanged').length, 'what is mine')
  expect(bodies(three, 'presence.statusChanged')).toEqual([{ connectionId: three.self.connectionId, status }])
  expect(shownOf(three, proven)).not.toHaveProperty('status')
  await until(() => bob.events('presence.joined').length === 2, 'the third')
  expect(bodies(bob, 'presence.joined')[1]).toMatchObject({ status })
  await three.ask('presence.setStatus', { status: null })
  await until(() => bob.events('presence.statusChanged').length === 5, 'all three')
  expect(shownOf(await joinNative(room), one)).not.toHaveProperty('status')
})

test('[PR13] that somebody writes is told to the others and kept nowhere', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  const { connectionId } = ada.self
  await ada.ask('presence.typing', { where: 'thread-7' })
  await until(() => bob.events('presence.typed').length, 'the first stroke')
  await ada.ask('presence.typing', { where: 'thread-7', on: false })
  await until(() => bob.events('presence.typed').length === 2, 'the end')
  expect(bodies(bob, 'presence.typed')).toEqual([
    { connectionId, where: 'thread-7', on: true },
    { connectionId, where: 'thread-7', on: false },
  ])
  expect(ada.events('presence.typed')).toEqual([])
  expect(JSON.stringify((await joinNative(room)).welcome.snapshots.presence)).not.toContain('thread-7')
  const reader = await joinNative(room, { access: 'read' })
  expect((await reader.ask('presence.typing', {})).error?.code).toBe('FORBIDDEN')
  expect((await reader.ask('presence.locate', { location: {} })).type).toBe('reply')
})

test('who could not keep up is told where people are, and who is nowhere any more', async () => {
  const room = freshRoom()
  const [ada, bob, eve] = [await joinNative(room), await joinNative(room), await joinNative(room)]
  await bob.ask('presence.locate', { location: { document: 'one' } })
  const slow = await joinNative(room, { receipts: false })
  for (let i = 0; i < 6; i++) await eve.ask('broadcast.send', { event: 'noise', payload: 'n'.repeat(100 * 1024) })
  await until(() => slow.events('broadcast.sent').length === 6, 'the noise')
  await ada.ask('presence.locate', { location: { document: 'two' } })
  await bob.ask('presence.locate', { location: null })
  expect(slow.events('presence.located')).toEqual([])
  const bytes = slow.messages.reduce((sum, data) => sum + (typeof data === 'string' ? 0 : data.byteLength), 0)
  slow.socket.send(encodeReceipt(bytes))
  await until(() => slow.events('presence.located').length === 2, 'what was missed')
  expect(bodies(slow, 'presence.located')).toEqual([
    { connectionId: ada.self.connectionId, location: { document: 'two', element: null, editing: false } },
    { connectionId: bob.self.connectionId, location: null },
  ])
})

test.each([
  ['presence.locate', {}],
  ['presence.locate', { location: 'here' }],
  ['presence.locate', { location: { document: '' } }],
  ['presence.locate', { location: { document: 'no spaces' } }],
  ['presence.locate', { location: { element: 'e'.repeat(257) } }],
  ['presence.locate', { location: { editing: 'yes' } }],
  ['presence.locate', { location: { page: 1 } }],
  ['presence.setStatus', { status: { state: 'asleep' } }],
  ['presence.setStatus', { status: { text: '' } }],
  ['presence.setStatus', { status: { text: 't'.repeat(141) } }],
  ['presence.setStatus', { status: { text: 'turned \u202e around' } }],
  ['presence.typing', { where: 'w'.repeat(257) }],
  ['presence.typing', { on: 1 }],
])('%s %j is refused', async (name, body) => {
  const ada = await joinNative(freshRoom())
  expect((await ada.ask(name, body)).error?.code).toBe('VALIDATION_ERROR')
  expect(ada.closed).toEqual([])
})

test('a call of the edge is nowhere and types nothing; it sets the status of the person that it names', async () => {
  const room = freshRoom()
  const user = { userId: 'ada', userInfo: { name: 'Ada', color: '#000000' }, verified: true }
  const ada = await joinNative(room, { user })
  for (const [name, body] of [
    ['presence.locate', { location: {} }],
    ['presence.typing', {}],
  ] as const) {
    expect(await room.ask(name, body, actor({ user }))).toMatchObject({ error: { code: 'VALIDATION_ERROR' } })
  }
  await room.ask('presence.setStatus', { status: { state: 'away' } }, actor({ user }))
  await until(() => ada.events('presence.statusChanged').length, 'the status')
})
