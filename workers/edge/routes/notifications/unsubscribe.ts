/**
 * `/unsubscribe`: where the link of a mail about notifications leads. It ends that mail without signing in, by a button, or by one of the mail program's
 * own (RFC 8058): looking at the page changes nothing, because programs look at every link of a mail.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { type Context, Hono } from 'hono'
import { databaseOf } from '../../../bindings/database.ts'
import { findOrganization } from '../../../db/queries/organizations/organizations.ts'
import { type Html, html } from '../../../html.ts'
import { readUnsubscribeToken } from '../../../mail/unsubscribing.ts'
import type { EdgeEnv } from '../../env.ts'
import { askInbox } from '../../inbox/objects.ts'

const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const style = html`:root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6472; --paper: #f3f4f7; --card: #fff; --line: #e1e4ea; --accent: #3451d1; --on: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --soft: #a0a7b4; --paper: #111318; --card: #1a1d24; --line: #2d323d; --accent: #6d8bff; --on: #0b0d12 } }
* { box-sizing: border-box }
body { margin: 0; padding: 24px 16px; background: var(--paper); color: var(--ink); font: 16px/1.5 ui-sans-serif, system-ui, sans-serif }
main { max-width: 480px; margin: 8vh auto 0; padding: 28px 24px; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
h1 { font-size: 22px; line-height: 1.25; margin: 0 0 12px; overflow-wrap: anywhere }
p { margin: 0 0 20px; color: var(--soft); overflow-wrap: anywhere }
button { font: inherit; font-weight: 600; padding: 12px 22px; border: 0; border-radius: 8px; background: var(--accent); color: var(--on); cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px }`

const show = (c: Context<EdgeEnv>, title: string, content: Html, status: 200 | 404 = 200) => {
  c.header('content-security-policy', contentSecurityPolicy)
  c.header('cache-control', 'no-store')
  // The address holds the token.
  c.header('referrer-policy', 'no-referrer')
  return c.html(
    html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · SyncForge</title><style>${style}</style></head>
<body><main><h1>${title}</h1>${content}</main></body></html>
`.text,
    status,
  )
}

const incomplete = (c: Context<EdgeEnv>) =>
  show(
    c,
    'This link is not complete',
    html`<p>Copy it whole from the mail, up to its last letter, and open it again.</p>`,
    404,
  )

const ownerOf = async (c: Context<EdgeEnv>) => {
  try {
    return await readUnsubscribeToken(c.env.TOKEN_SECRET, c.req.query('token') ?? '')
  } catch (error) {
    if (error instanceof RoomError) return null
    throw error
  }
}

export const unsubscribe = new Hono<EdgeEnv>()
  .get('/unsubscribe', async (c) => {
    const owner = await ownerOf(c)
    if (owner === null) return incomplete(c)
    const { name = 'this app' } = (await findOrganization(databaseOf(c.env), owner.organizationId)) ?? {}
    return show(
      c,
      `No more mail from ${name}?`,
      html`<p>You get no mail any more about notifications that you have not read. In the app they stay as they are.</p>
<form method="post"><button>Send me no more</button></form>`,
    )
  })
  .post('/unsubscribe', async (c) => {
    const owner = await ownerOf(c)
    if (owner === null) return incomplete(c)
    await askInbox(c.env, owner, (inbox) => inbox.unsubscribe(owner))
    return show(c, 'You get no such mail any more', html`<p>If you want it again, say so in the app’s preferences.</p>`)
  })
