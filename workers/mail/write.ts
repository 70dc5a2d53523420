/** Turns what a letter says into plain text and HTML that say the same. */
import { type Html, html } from '../html.ts'
import type { Mail } from './mail.ts'

export interface Letter {
  readonly to: string
  readonly subject: string
  /** Paragraphs before the button. */
  readonly says: readonly string[]
  /** The one thing to do. */
  readonly action?: { readonly label: string; readonly url: string }
  /** Paragraphs after it, smaller: until when it holds, and what to do for who did not ask. */
  readonly notes?: readonly string[]
  /** Where to want no more of it. */
  readonly unsubscribeUrl?: string
}

const unsubscribeLabel = 'No such mail any more'

const textOf = ({ says, action, notes = [], unsubscribeUrl }: Letter): string => {
  const links = unsubscribeUrl === undefined ? [] : [`${unsubscribeLabel}:\n${unsubscribeUrl}`]
  return `${[...says, ...(action ? [`${action.label}:\n${action.url}`] : []), ...notes, ...links, 'SyncForge'].join('\n\n')}\n`
}

// Many mail programs read no style sheet: what must hold stands at the element, the sheet only adds the dark theme.
const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const darkTheme = `@media (prefers-color-scheme: dark) {
  .page { background: #111318 !important; }
  .card { background: #1a1d24 !important; border-color: #2d323d !important; }
  .says { color: #e7e9ee !important; }
  .note, .note a { color: #a0a7b4 !important; }
  .rule { border-color: #2d323d !important; }
  .button { background: #6d8bff !important; color: #0b0d12 !important; }
}`

const buttonOf = ({ label, url }: NonNullable<Letter['action']>): Html =>
  html`<p style="margin:28px 0"><a class="button" href="${url}" style="${font};display:inline-block;padding:13px 22px;border-radius:8px;background:#3451d1;color:#ffffff;font-size:16px;line-height:20px;font-weight:600;text-decoration:none">${label}</a></p>`

const addressOf = ({ url }: NonNullable<Letter['action']>): Html =>
  html`<p class="note" style="${font};margin:0 0 12px;font-size:14px;line-height:20px;color:#5b6472;overflow-wrap:anywhere">If the button does nothing, open this address:<br><a href="${url}" style="color:#5b6472">${url}</a></p>`

/** Before what is smaller. */
const rule = html`<hr class="rule" style="border:0;border-top:1px solid #e1e4ea;margin:24px 0 16px">`

const unsubscribeOf = (url: string): Html =>
  html`<p class="note" style="${font};margin:0 0 8px;font-size:14px;line-height:20px;color:#5b6472"><a href="${url}" style="color:#5b6472">${unsubscribeLabel}</a></p>`

const htmlOf = ({ subject, says, action, notes = [], unsubscribeUrl }: Letter): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${darkTheme}</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f3f4f7">
<div class="card" role="main" style="max-width:520px;margin:0 auto;padding:28px 24px;background:#ffffff;border:1px solid #e1e4ea;border-radius:12px">
<h1 class="says" style="${font};margin:0 0 24px;font-size:15px;line-height:20px;font-weight:700;color:#1b2130">SyncForge</h1>
${says.map((line) => html`<p class="says" style="${font};margin:0 0 14px;font-size:16px;line-height:24px;color:#1b2130;overflow-wrap:anywhere">${line}</p>`)}
${action ? buttonOf(action) : ''}
${action || notes.length > 0 || unsubscribeUrl !== undefined ? rule : ''}
${action ? addressOf(action) : ''}
${notes.map((line) => html`<p class="note" style="${font};margin:0 0 8px;font-size:14px;line-height:20px;color:#5b6472;overflow-wrap:anywhere">${line}</p>`)}
${unsubscribeUrl === undefined ? '' : unsubscribeOf(unsubscribeUrl)}
</div>
</body>
</html>
`

/** @example writeMail({ to: 'ada@example.com', subject: 'Hello', says: ['Good to see you.'] }) */
export const writeMail = (letter: Letter): Mail => ({
  to: letter.to,
  subject: letter.subject,
  text: textOf(letter),
  html: htmlOf(letter).text,
  ...(letter.unsubscribeUrl === undefined ? {} : { unsubscribeUrl: letter.unsubscribeUrl }),
})
