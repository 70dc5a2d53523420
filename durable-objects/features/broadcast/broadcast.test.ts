/** Broadcast, rules BR1–BR3. */
import { expect, test } from 'vitest'
import { actor, freshRoom, joinNative, until } from '../../test-kit.ts'

test('[BR1] [BR2] everyone else hears every event once and in order', async () => {
  const room = freshRoom()
  const [ada, bob, carl] = [await joinNative(room), await joinNative(room), await joinNative(room)]
  for (let i = 0; i < 200; i++) {
    ada.socket.send(JSON.stringify({ type: 'broadcast.send', ref: i, body: { event: 'n', payload: i } }))
  }
  const expected = Array.from({ length: 200 }, (_, i) => i)
  for (const client of [bob, carl]) {
    await until(() => client.events('broadcast.sent').length >= 200, 'all events')
    expect(client.events('broadcast.sent').map(({ body }) => (body as { payload: number }).payload)).toEqual(expected)
  }
  expect(ada.events('broadcast.sent')).toEqual([])
  expect(bob.events('broadcast.sent')[0]?.body).toMatchObject({
    event: 'n',
    connectionId: ada.self.connectionId,
    user: { verified: false },
  })
})

test('[BR3] a reader may not send', async () => {
  const room = freshRoom()
  const [reader, bob] = [await joinNative(room, { access: 'read' }), await joinNative(room)]
  const answer = await reader.ask('broadcast.send', { event: 'n', payload: 1 })
  expect(answer.error).toMatchObject({ code: 'FORBIDDEN', details: { needs: 'write', has: 'read' } })
  await room.ask('broadcast.send', { event: 'from-rest', payload: 2 }, actor())
  await until(() => bob.events('broadcast.sent').length, 'the event from REST')
  expect(bob.events('broadcast.sent').map(({ body }) => body)).toMatchObject([
    { event: 'from-rest', connectionId: null },
  ])
})

test.each([
  ['no event name', { payload: 1 }],
  ['an empty event name', { event: '', payload: 1 }],
  ['a payload that is missing', { event: 'n' }],
])('%s is a VALIDATION_ERROR that says where', async (_, body) => {
  const ada = await joinNative(freshRoom())
  const answer = await ada.ask('broadcast.send', body)
  expect(answer.error?.code).toBe('VALIDATION_ERROR')
  expect(answer.error?.details).toMatchObject({ issues: [{ path: expect.any(String) }] })
})
