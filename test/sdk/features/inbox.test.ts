/** The inbox as people and customers' servers use it: through the SDK and REST against a started server. */
import { type InboxState, SyncForge, type SyncForgeOptions } from '@syncforge/client'
import type { Notification } from '@syncforge/protocol/inbox'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createToken, freshRoomId, openNetwork, rest, until } from '../kit.ts'

const server = sharedServer()

/** A person that no other test knows, with tabs that keep what their inbox says. */
const fresh = (name: string) => {
  const userId = freshRoomId(name)
  const path = `/users/${encodeURIComponent(userId)}/notifications`
  return {
    userId,
    path,
    tell: async (kind: string, payload: object = {}) => {
      const answer = await rest(server, path, { method: 'POST', body: JSON.stringify({ kind, payload }) })
      return ((await answer.json()) as { notification: Notification | null }).notification
    },
    open(endpoint = server.wsUrl, options: Partial<SyncForgeOptions> = {}) {
      const asked: string[] = []
      const client = new SyncForge({
        endpoint,
        async authEndpoint(room) {
          asked.push(room)
          return { token: await createToken(server, userId, { 'doc-*': ['read'] }) }
        },
        ...options,
      })
      afterTest(() => client.close())
      const states: InboxState[] = []
      client.inbox.subscribe((state) => states.push(state))
      return { client, asked, states, now: () => states.at(-1) as InboxState }
    },
  }
}

test('[IN4] a notification by REST reaches every tab of its person at once, and reading it in one counts in all', async () => {
  const ada = fresh('ada')
  const early = await ada.tell('invoice.due', { text: 'The invoice is due', invoice: 42 })
  const [one, two] = [ada.open(), ada.open()]
  expect(one.states[0]).toEqual({ unread: 0, notifications: [], next: null, quiet: false, error: null })
  await until('what came while nobody was there', () => [one, two].every(({ now }) => now().unread === 1))
  expect(one.now().notifications).toEqual([early])
  expect(early).toMatchObject({
    kind: 'invoice.due',
    text: 'The invoice is due',
    payload: { invoice: 42 },
    readAt: null,
  })
  const startedAt = performance.now()
  const late = await ada.tell('invoice.paid')
  await until('the second one', () => [one, two].every(({ now }) => now().notifications[0]?.id === late?.id))
  expect(performance.now() - startedAt).toBeLessThan(1_000)
  await one.client.inbox.markRead(early?.id ?? '')
  await until('the count in both', () => [one, two].every(({ now }) => now().unread === 1))
  await two.client.inbox.markAllRead()
  await until('nothing unread', () => [one, two].every(({ now }) => now().unread === 0))
  await two.client.inbox.remove([early?.id ?? '', late?.id ?? ''])
  await until('nothing left', () => [one, two].every(({ now }) => now().notifications.length === 0))
  expect(one.asked).toEqual([''])
})

test('older ones come in pages, and a gap that a deletion leaves is filled', async () => {
  const ada = fresh('pages')
  for (let n = 0; n < 60; n++) await ada.tell('note', { text: `note ${n}` })
  const { client, now } = ada.open()
  await until('the head', () => now().notifications.length === 50)
  expect([now().unread, now().notifications[0]?.text]).toEqual([60, 'note 59'])
  const { notifications, next } = await client.inbox.list({ before: now().next ?? 0 })
  expect([notifications.map(({ text }) => text), next]).toEqual([
    Array.from({ length: 10 }, (_, n) => `note ${9 - n}`),
    null,
  ])
  await client.inbox.remove(
    now()
      .notifications.slice(0, 5)
      .map(({ id }) => id),
  )
  await until('the head again', () => now().notifications.length === 50 && now().unread === 55)
  expect(now().notifications.at(-1)?.text).toBe('note 5')
})

test('a line that breaks comes back by itself and knows what it missed', async () => {
  const ada = fresh('away')
  const network = await openNetwork(server)
  const { now } = ada.open(network.endpoint)
  await ada.tell('note', { text: 'before' })
  await until('the first', () => now().unread === 1)
  network.goDown()
  await ada.tell('note', { text: 'meanwhile' })
  network.comeUp()
  await until('the second', () => now().unread === 2)
})

test('[IN1] who merely claims to be somebody has no inbox, and is told so', async () => {
  const ada = fresh('claim')
  const { client, now } = ada.open(server.wsUrl, { authEndpoint: undefined, apiKey: 'pk_dev_syncforge' })
  await until('the refusal', () => now().error?.code === 'VALIDATION_ERROR')
  await expect(client.inbox.list()).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  const forged = ada.open(server.wsUrl, { authEndpoint: async () => ({ token: 'pk_dev_syncforge' }) })
  await until('that of the server', () => forged.now().error?.code === 'FORBIDDEN')
  const nonsense = ada.open(server.wsUrl, { authEndpoint: async () => ({ token: 'a.b.c' }) })
  await until('the end', () => nonsense.now().error?.code === 'UNAUTHORIZED')
})

test('preferences are the person’s own, but for the address, which only the server names', async () => {
  const ada = fresh('wishes')
  const { client } = ada.open()
  const wanted = { kinds: { promo: { inApp: false } }, mute: [{ roomId: 'noisy' }], emailDelayMs: 60_000 }
  expect(await client.inbox.preferences.update(wanted)).toEqual({
    kinds: { promo: { inApp: false, email: true } },
    muted: [{ roomId: 'noisy' }],
    doNotDisturb: null,
    emailDelayMs: 60_000,
    email: null,
  })
  await expect(client.inbox.preferences.update({ email: 'victim@example.com' } as object)).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
  const path = `/users/${ada.userId}/notification-preferences`
  await rest(server, path, { method: 'PATCH', body: JSON.stringify({ email: 'Ada@Example.com' }) })
  expect(await client.inbox.preferences.get()).toMatchObject({ email: 'ada@example.com' })
  expect(await (await rest(server, path)).json()).toEqual(await client.inbox.preferences.get())
})

test('by REST: list by pages, read, read all, delete; what is wrong is refused by name', async () => {
  const ada = fresh('rest')
  const ids: string[] = []
  for (const n of [1, 2, 3]) ids.push((await ada.tell('note', { n }))?.id ?? '')
  const list = async (query = '') =>
    (await (await rest(server, `${ada.path}${query}`)).json()) as {
      notifications: Notification[]
      unread: number
      nextCursor: string | null
    }
  const first = await list('?limit=2')
  expect(first).toMatchObject({ unread: 3, notifications: [{ id: ids[2] }, { id: ids[1] }] })
  expect(await list(`?limit=2&cursor=${first.nextCursor}`)).toMatchObject({
    notifications: [{ id: ids[0] }],
    nextCursor: null,
  })
  await rest(server, `${ada.path}/${ids[0]}/read`, { method: 'POST' })
  expect(await list('?unread=true')).toMatchObject({ unread: 2, notifications: [{ id: ids[2] }, { id: ids[1] }] })
  await rest(server, `${ada.path}/${ids[1]}`, { method: 'DELETE' })
  expect(await (await rest(server, `${ada.path}/read-all`, { method: 'POST' })).json()).toEqual({ unread: 0 })
  expect((await list()).notifications).toHaveLength(2)
  const post = (body: unknown) => rest(server, ada.path, { method: 'POST', body: JSON.stringify(body) })
  for (const body of [
    {},
    { kind: 'mention' },
    { kind: 'Bad Kind' },
    { kind: 'note', payload: [] },
    { kind: 'note', payload: { text: 'x'.repeat(17_000) } },
    { kind: 'note', extra: 1 },
    { kind: 'note', payload: JSON.parse('{"__proto__":{}}') as unknown },
  ])
    await expect(post(body)).rejects.toThrow(/400.*VALIDATION_ERROR/)
  expect((await list()).notifications).toHaveLength(2)
})
