/** What each sender hands over: Resend against a stand-in for its API, Cloudflare's binding as it is called. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator } from 'emulate'
import { expect, it, onTestFinished } from 'vitest'
import type { Database } from '../../db/client.ts'
import { invitationLetter, verifyLetter } from '../letters.ts'
import { openMail } from '../open.ts'
import { cloudflareSender } from './cloudflare.ts'

const letter = verifyLetter({ to: 'ada@example.com', url: 'https://sync.example.com/x?a=1&b=2' })
const from = 'SyncForge <hello@example.com>'
const noDatabase = {} as Database

it('sends by Resend, where there is a key', async () => {
  const resend = await createEmulator({ service: 'resend', port: 0 })
  onTestFinished(() => resend.close())
  const send = openMail({ MAIL_FROM: from, RESEND_API_KEY: 're_test', RESEND_URL: resend.url }, noDatabase)
  await send(letter)
  const answer = await fetch(`${resend.url}/emails`, { headers: { authorization: 'Bearer re_test' } })
  const { data } = (await answer.json()) as { data: { id: string }[] }
  expect(data).toHaveLength(1)
  const one = await fetch(`${resend.url}/emails/${data[0]?.id}`, { headers: { authorization: 'Bearer re_test' } })
  expect(await one.json()).toMatchObject({
    from,
    to: ['ada@example.com'],
    subject: 'Confirm your e-mail address',
    html: letter.html,
    text: letter.text,
  })
})

it('says that a mail was refused without a word of it', async () => {
  const refusing = createServer((_, response) => response.writeHead(422).end('ada@example.com is wrong')).listen(
    0,
    '127.0.0.1',
  )
  onTestFinished(() => void refusing.close())
  await new Promise((resolve) => refusing.once('listening', resolve))
  const { port } = refusing.address() as AddressInfo
  const send = openMail({ MAIL_FROM: from, RESEND_API_KEY: 're', RESEND_URL: `http://127.0.0.1:${port}` }, noDatabase)
  await expect(send(letter)).rejects.toThrow(/^Resend answered with 422$/)
})

it('sends by Cloudflare’s binding, and refuses where nothing is set', async () => {
  const sent: unknown[] = []
  // The types of the platform hold it to the binding's own.
  const binding: Pick<SendEmail, 'send'> = { send: async (mail: unknown) => ({ messageId: String(sent.push(mail)) }) }
  await cloudflareSender(binding, from)(letter)
  await openMail({ MAIL_FROM: from, SEND_EMAIL: binding }, noDatabase)(letter)
  expect(sent).toEqual([1, 2].map(() => ({ from, ...letter })))
  await expect(openMail({}, noDatabase)(letter)).rejects.toThrow('no mail can be sent')
})

it('puts into HTML nothing that is not escaped, and no line break into a subject', () => {
  const { subject, html, text } = invitationLetter({
    to: 'bob@example.com',
    url: 'https://sync.example.com/dashboard/invitations/inv_1',
    organization: '<img src=x onerror=alert(1)>\r\nBcc: all@example.com',
    inviter: 'A'.repeat(500),
    role: 'viewer',
    expiresAt: new Date(Date.UTC(2027, 0, 1, 12)),
  })
  expect(subject).not.toMatch(/[\r\n]/)
  expect(subject.length).toBeLessThan(250)
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; Bcc')
  expect(text).toContain('Fri, 01 Jan 2027 12:00 UTC')
  expect(letter.html).toContain('href="https://sync.example.com/x?a=1&amp;b=2"')
  expect(letter.text).toContain('https://sync.example.com/x?a=1&b=2\n')
})
