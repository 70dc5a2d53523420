/** `/dev/outbox`: in development, every mail that was kept instead of sent, newest first, for people and for programs. Elsewhere there is no such page. */
import { Hono } from 'hono'
import { databaseOf } from '../../bindings/database.ts'
import { type KeptMail, readMails } from '../../db/queries/outbox.ts'
import { html } from '../../html.ts'
import type { EdgeEnv } from '../env.ts'
import { onNotFound } from '../problem.ts'

const linksOf = ({ text }: KeptMail): readonly string[] => [...new Set(text.match(/https?:\/\/\S+/g) ?? [])]

// A mail is shown as it would be read: its own styles, in a frame that may run nothing and opens its links beside the page.
const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-src 'self'; base-uri 'none'"

const style = html`:root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --paper: #fff; --line: #e3e6ea; --accent: #3451d1 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a0a6b0; --paper: #111317; --line: #2a2f37; --accent: #9db1ff } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 760px; padding: 28px 16px 80px; background: var(--paper); color: var(--ink); font: 16px/1.5 ui-sans-serif, system-ui, sans-serif }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px }
p { margin: 4px 0; color: var(--soft) }
details { border: 1px solid var(--line); border-radius: 12px; margin: 12px 0; padding: 12px 16px }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere }
summary span { display: block; font-weight: 400; font-size: 14px; color: var(--soft) }
a { display: block; color: var(--accent); font-size: 14px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
iframe { width: 100%; height: 520px; border: 0; border-top: 1px solid var(--line); margin-top: 12px }`

const pageOf = (mails: readonly KeptMail[]) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Outbox · SyncForge</title><style>${style}</style></head>
<body><main><h1>Outbox</h1><p>In development no mail is sent: it is kept here, newest first.</p>
${mails.length === 0 ? html`<p>No mail yet.</p>` : ''}
${mails.map(
  (mail, index) => html`<details${index === 0 ? html` open` : ''}>
<summary>${mail.subject}<span>to ${mail.to}, ${mail.sentAt.toISOString().replace('T', ' ').slice(0, 19)} UTC</span></summary>
${linksOf(mail).map((link) => html`<p><a href="${link}">${link}</a></p>`)}
<iframe title="${mail.subject}" sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" srcdoc="${mail.html.replace('<head>', '<head><base target="_blank">')}"></iframe>
</details>`,
)}
</main></body></html>
`

export const outbox = new Hono<EdgeEnv>().get('/dev/outbox', async (c) => {
  if (c.env.SYNCFORGE_ENV !== 'development') return onNotFound(c)
  const mails = await readMails(databaseOf(c.env), c.req.query('to'))
  c.header('cache-control', 'no-store')
  if (/\bapplication\/json\b/.test(c.req.header('accept') ?? '')) {
    return c.json(mails.map((mail) => ({ ...mail, links: linksOf(mail), sentAt: mail.sentAt.getTime() })))
  }
  c.header('content-security-policy', contentSecurityPolicy)
  c.header('referrer-policy', 'no-referrer')
  return c.html(pageOf(mails).text)
})
