/** What one notification stands for, and how many an inbox holds: rules IN3 and IN8. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import type { Notification } from '@syncforge/protocol/inbox'
import { expect, test } from 'vitest'
import { freshInbox } from '../test/inbox-kit.ts'
import { moveClock } from '../test/mirror-kit.ts'
import { until } from '../test-kit.ts'

type Fresh = ReturnType<typeof freshInbox>

const list = async ({ ask }: Fresh) => (await ask('inbox.list', { limit: 100 })) as { notifications: Notification[] }
const only = async (inbox: Fresh) => {
  const { notifications } = await list(inbox)
  expect(notifications).toHaveLength(1)
  return notifications[0] as Notification
}
const reply = (inbox: Fresh, number: number, userId: string) =>
  inbox.told({
    kind: 'reply',
    roomId: 'plans',
    threadId: 't1',
    about: `plans ${number}`,
    actor: { userId, name: userId.toUpperCase() },
    sender: userId,
    text: `reply ${number}`,
    payload: { commentId: `${number}` },
  })
const change = (inbox: Fresh, ...entries: Parameters<ReturnType<Fresh['object']>['take']>[1]) =>
  inbox.object().take(inbox.owner, entries)
const withdraw = (inbox: Fresh, number: number) => change(inbox, { does: 'withdraw', about: `plans ${number}` })
const actorIds = ({ actors }: Notification) => actors.map(({ userId }) => userId)

test('[IN3] of five replies any is taken back: the count, who it was and the words of the newest one that is left', async () => {
  const inbox = freshInbox()
  const tab = await inbox.tab()
  for (const [index, userId] of ['bob', 'eve', 'zoe', 'eve', 'dan'].entries())
    await inbox.take(reply(inbox, index + 1, userId))
  expect(await only(inbox)).toMatchObject({ count: 5, text: 'reply 5' })
  await withdraw(inbox, 3)
  const four = await only(inbox)
  expect(four).toMatchObject({ count: 4, text: 'reply 5', payload: { commentId: '5' } })
  expect(actorIds(four)).toEqual(['dan', 'eve', 'bob'])
  await withdraw(inbox, 5)
  const three = await only(inbox)
  expect(three).toMatchObject({ count: 3, text: 'reply 4', payload: { commentId: '4' } })
  expect(actorIds(three)).toEqual(['eve', 'bob'])
  // Handed over again, it takes nothing away.
  await withdraw(inbox, 5)
  await change(inbox, { does: 'reword', about: 'plans 2', text: 'two, edited' })
  expect(await only(inbox)).toMatchObject({ count: 3, text: 'reply 4' })
  await withdraw(inbox, 4)
  expect(await only(inbox)).toMatchObject({ count: 2, text: 'two, edited' })
  await until(() => tab.shown().notifications[0]?.count === 2, 'the tab to hear of it')
  await withdraw(inbox, 1)
  await withdraw(inbox, 2)
  expect(await list(inbox)).toMatchObject({ notifications: [] })
  await until(() => tab.shown().notifications.length === 0 && tab.shown().unread === 0, 'nothing in the tab')
})

test('[IN3] of a notification of a hundred replies the newest fifty can be taken back, and no row is left of one that is gone', async () => {
  const inbox = freshInbox()
  await inbox.take(...Array.from({ length: 100 }, (_, index) => reply(inbox, index + 1, 'bob')))
  await withdraw(inbox, 50)
  expect(await only(inbox)).toMatchObject({ count: 100 })
  await withdraw(inbox, 51)
  expect(await only(inbox)).toMatchObject({ count: 99, text: 'reply 100' })
  const parts = () =>
    runInDurableObject(
      inbox.object(),
      (_, { storage }) => storage.sql.exec<{ n: number }>('SELECT COUNT(*) AS n FROM inbox_part').one().n,
    )
  expect(await parts()).toBe(49)
  await inbox.ask('inbox.remove', { ids: [(await only(inbox)).id] })
  expect(await parts()).toBe(0)
})

test('[IN8] an inbox holds a thousand, the oldest go, and tabs hear that they are gone', async () => {
  const inbox = freshInbox()
  const many = (sender: number, from: number) =>
    Array.from({ length: 190 }, (_, index) =>
      inbox.told({ kind: 'custom', sender: `kind ${sender}`, text: `${from + index}` }),
    )
  for (let sender = 0; sender < 5; sender++) await inbox.take(...many(sender, sender * 190))
  await inbox.take(...many(5, 950).slice(0, 50))
  const tab = await inbox.tab()
  expect(tab.shown().unread).toBe(1_000)
  await inbox.take(inbox.told({ text: 'one more', sender: 'kind last' }))
  await until(() => tab.shown().notifications[0]?.text === 'one more', 'the newest')
  expect(tab.shown().unread).toBe(1_000)
  const removed = () =>
    tab.heard.flatMap(({ type, body }) =>
      type === 'inbox.changed' ? (body as { removed: readonly string[] }).removed : [],
    )
  await until(() => removed().length === 1, 'one that is gone')
  const oldest = await runInDurableObject(
    inbox.object(),
    (_, { storage }) =>
      storage.sql
        .exec<{ text: string }>(
          "SELECT json_extract(body, '$.text') AS text FROM inbox_notification ORDER BY position LIMIT 1",
        )
        .one().text,
  )
  expect(oldest).toBe('1')
})

test('[IN8] what nothing was added to for ninety days goes at the next look', async () => {
  const inbox = freshInbox()
  const dayMs = 86_400_000
  await inbox.take(inbox.told({ text: 'old' }), reply(inbox, 1, 'bob'))
  moveClock(2 * dayMs)
  await inbox.take(reply(inbox, 2, 'eve'))
  moveClock(88 * dayMs + 60_000)
  const texts = async () => (await list(inbox)).notifications.map(({ text }) => text)
  expect(await texts()).toEqual(['reply 2', 'old'])
  expect(await runDurableObjectAlarm(inbox.object())).toBe(true)
  expect(await texts()).toEqual(['reply 2'])
  expect(await inbox.ask('inbox.list', {})).toMatchObject({ unread: 1, notifications: [{ count: 2 }] })
})
