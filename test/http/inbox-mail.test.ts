/** What leaves an inbox: mail about what was not read, to an address that was named, until somebody wants no more; and a webhook. */
import { createId } from '@syncforge/protocol/ids'
import { expect, it } from 'vitest'
import { sharedServer } from '../kit/shared-server.ts'
import { call } from './call.ts'
import { eventually, openEndpoint } from './webhooks/kit.ts'

const server = sharedServer()

interface Mail {
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly links: readonly string[]
}

/** Somebody that no other test knows, whose mail is due three seconds after what it is about. */
const reader = async (patch: object = {}) => {
  const userId = createId('usr')
  const email = `${userId}@example.com`
  const base = `/api/v1/users/${userId}`
  const prefer = (change: object) => call(server, `${base}/notification-preferences`, { method: 'PATCH', json: change })
  expect((await prefer({ email, emailDelayMs: 3_000, ...patch })).status).toBe(200)
  return {
    userId,
    prefer,
    async tell(payload: object, kind = 'note') {
      const { status, body } = await call(server, `${base}/notifications`, { method: 'POST', json: { kind, payload } })
      expect(status).toBe(201)
      return (body as { notification: { id: string } | null }).notification?.id ?? ''
    },
    readAll: () => call(server, `${base}/notifications/read-all`, { method: 'POST' }),
    async mails(): Promise<readonly Mail[]> {
      const address = `${server.url}/dev/outbox?to=${encodeURIComponent(email)}`
      return (await (await fetch(address, { headers: { accept: 'application/json' } })).json()) as Mail[]
    },
  }
}

/** Somebody else’s mail, asked for later, has come: whatever was due before is out as well. */
const afterAnother = async () => {
  const other = await reader()
  await other.tell({ text: 'later' })
  await eventually(async () => (await other.mails()).length > 0, 'the mail of somebody else')
}

it('[IN7] what was not read in time goes out in one mail, which leads on and can be ended by one link without signing in', async () => {
  const ada = await reader()
  await ada.tell({ text: 'The invoice <b>is</b> due' })
  await ada.tell({ text: 'It is paid' })
  const [mail, ...others] = await eventually(async () => {
    const found = await ada.mails()
    return found.length > 0 ? found : null
  }, 'the mail')
  expect(others).toEqual([])
  expect(mail?.subject).toMatch(/^2 notifications that you have not read in /)
  expect(mail?.text).toContain('“It is paid”'.slice(1, -1))
  expect(mail?.html).not.toContain('<b>')
  const link = new URL(mail?.links.find((found) => found.includes('/unsubscribe?token=')) ?? '')
  const address = `${server.url}${link.pathname}${link.search}`
  const page = await fetch(address)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Send me no more')])
  // Programs look at links: that alone ends nothing.
  await ada.tell({ text: 'one more' })
  await eventually(async () => (await ada.mails()).length === 2, 'the second mail')
  const ended = await fetch(address, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
  expect([ended.status, await ended.text()]).toEqual([200, expect.stringContaining('no such mail any more')])
  await ada.tell({ text: 'nobody mails this' })
  await afterAnother()
  expect(await ada.mails()).toHaveLength(2)
  // Not the last letter: some of its bits mean nothing.
  const other = link.search.slice('?token='.length).replace(/.(?=.{9}$)/, (letter) => (letter === 'x' ? 'y' : 'x'))
  for (const forged of ['', other, 'a.b']) {
    const answer = await fetch(`${server.url}/unsubscribe?token=${forged}`, { method: 'POST' })
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('not complete')])
  }
})

it('[IN7] what was read is not mailed, nor what its owner wants no mail of, nor to an address that nobody has named', async () => {
  const [quick, choosy, nameless] = [
    await reader(),
    await reader({ kinds: { note: { email: false } } }),
    await reader({ email: null }),
  ]
  for (const one of [quick, choosy, nameless]) await one.tell({ text: 'hm' })
  await quick.readAll()
  await choosy.tell({ text: 'the other kind' }, 'alarm')
  await afterAnother()
  expect([await quick.mails(), await nameless.mails()]).toEqual([[], []])
  const mails = await choosy.mails()
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^One notification/)])
  expect(mails[0]?.text).toContain('the other kind')
})

it('[IN9] while somebody is not to be disturbed no mail leaves, and afterwards all of it goes in one', async () => {
  const ada = await reader({ doNotDisturb: { until: Date.now() + 12_000 } })
  await ada.tell({ text: 'one' })
  await ada.tell({ text: 'two' })
  await afterAnother()
  expect(await ada.mails()).toEqual([])
  await eventually(async () => (await ada.mails()).length > 0, 'the mail')
  expect((await ada.mails()).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^2 notifications/)])
})

it('a button of one’s own leads where the app says, and nowhere else', async () => {
  const [good, bad] = [await reader(), await reader()]
  await good.tell({ text: 'Look', url: 'https://app.example.com/invoices/42' })
  await bad.tell({ text: 'Look', url: 'javascript:alert(1)' })
  await eventually(async () => (await bad.mails()).length + (await good.mails()).length === 2, 'both mails')
  expect((await good.mails())[0]?.html).toContain('href="https://app.example.com/invoices/42"')
  expect((await bad.mails())[0]?.html).not.toContain('javascript')
})

it('webhooks hear of every new notification', async () => {
  const { receiver, verifyAll } = await openEndpoint(server, { events: ['notification.created'] })
  const ada = await reader()
  const ids = [await ada.tell({ n: 1 }), await ada.tell({ n: 2 }, 'alarm')]
  const mine = () => receiver.received.filter(({ event }) => event.data.userId === ada.userId)
  await eventually(() => mine().length === 2, 'both events')
  verifyAll()
  expect(mine().map(({ event: { type, data } }) => [type, data])).toEqual([
    ['notification.created', { notificationId: ids[0], userId: ada.userId, kind: 'note' }],
    ['notification.created', { notificationId: ids[1], userId: ada.userId, kind: 'alarm' }],
  ])
})
