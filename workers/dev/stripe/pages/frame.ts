/** What every page of the stand-in looks like, and says first: that no money moves here. */
import { type Html, html } from '../../../html.ts'

const style = html`:root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6472; --paper: #fff; --line: #d9dde3; --accent: #3451d1; --plate: #f4f5f8; --on: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a7aeba; --paper: #111317; --line: #343a44; --accent: #9db1ff; --plate: #1a1d24; --on: #10131a } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 640px; padding: 24px 16px 64px; background: var(--paper); color: var(--ink); font: 16px/1.5 ui-sans-serif, system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 26px; line-height: 1.2; margin: 16px 0 8px } h2 { font-size: 17px; margin: 28px 0 8px }
p { margin: 6px 0 } .note { color: var(--soft); font-size: 14px; background: var(--plate); border-radius: 8px; padding: 8px 12px }
form { display: inline-block; margin: 4px 8px 4px 0 }
button { font: inherit; min-height: 44px; padding: 8px 16px; border-radius: 8px; border: 1px solid var(--line); background: var(--plate); color: var(--ink); cursor: pointer }
button.first { background: var(--accent); border-color: var(--accent); color: var(--on); font-weight: 600 }
a { color: var(--accent) } ul { list-style: none; padding: 0; margin: 0 } li { border-bottom: 1px solid var(--line); padding: 8px 0 }
[role=alert] { color: #b42318; font-weight: 600 } @media (prefers-color-scheme: dark) { [role=alert] { color: #ff9c8f } }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }`

// A form that was sent leads on to where the buyer came from, which is the same origin.
const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export const pageOf = (title: string, body: Html, status = 200): Response => {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · stand-in for Stripe</title><style>${style}</style></head>
<body><main><p class="note">This stands in for Stripe while you develop: no card is asked for and no money moves.</p>
<h1>${title}</h1>${body}</main></body></html>
`
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'cache-control': 'no-store',
  }
  return new Response(page.text, { status, headers })
}

/** A button that does one thing. @param action where it is sent; the page itself when it is empty */
export const button = (words: string, action: string, fields: Record<string, string>, isFirst = false): Html =>
  html`<form method="post" action="${action}">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button${isFirst ? html` class="first"` : ''}>${words}</button></form>`

export const dollarsOf = (cents: number): string => `$${(cents / 100).toFixed(2)}`
export const dayOf = (seconds: number): string => new Date(seconds * 1_000).toUTCString().slice(0, 22)

export const leadTo = (address: string): Response => new Response(null, { status: 303, headers: { location: address } })
