/** People for tests: who signs up through the API, confirms by the mail in the outbox, and keeps cookies as a browser does. */
import type { RunningServer } from './server.ts'

/** One browser: what it was told to keep, and what it says of itself. */
export interface Browsing {
  /** Any request to the server, with this browser's cookies and the page's own origin. Follows no redirect. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** A POST of JSON below /api/auth. */
  post(path: string, body?: unknown): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>
  /** A GET below /api/auth. */
  get(path: string): Promise<{ readonly status: number; readonly body: unknown }>
  cookies(): string
  cookie(name: string): string | undefined
}

export const password = 'correct horse battery'

/** @param address the server's, as this browser types it; `server.url` when left out */
export const browse = (server: Pick<RunningServer, 'url'>, address: string = server.url): Browsing => {
  const jar = new Map<string, string>()
  const keep = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/;\s*max-age=0\b/i.test(line) || value === '') jar.delete(name)
      else jar.set(name, value)
    }
  }
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (jar.size > 0) headers.set('cookie', cookies())
    if (!headers.has('origin')) headers.set('origin', address)
    const answer = await fetch(new URL(path, address), { ...init, headers, redirect: 'manual' })
    keep(answer)
    return answer
  }
  return {
    fetch: send,
    cookies,
    cookie: (name) => jar.get(name),
    async post(path, body = {}) {
      const answer = await send(`/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Record<string, unknown> }
    },
    async get(path) {
      const answer = await send(`/api/auth${path}`)
      return { status: answer.status, body: await answer.json().catch(() => ({})) }
    },
  }
}

export interface OutboxMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly links: readonly string[]
  readonly sentAt: number
}

/** The mails to one address, newest first. */
export const mailsTo = async (server: Pick<RunningServer, 'url'>, to: string): Promise<readonly OutboxMail[]> => {
  const answer = await fetch(`${server.url}/dev/outbox?to=${encodeURIComponent(to)}`, {
    headers: { accept: 'application/json' },
  })
  return (await answer.json()) as readonly OutboxMail[]
}

/** Waits for mail number `count` to an address, the first being 1: it is sent after the answer. */
export const waitForMail = async (
  server: Pick<RunningServer, 'url'>,
  to: string,
  subject: RegExp,
  count = 1,
): Promise<OutboxMail> => {
  const deadlineAt = Date.now() + 10_000
  for (;;) {
    const mails = await mailsTo(server, to)
    const found = mails.filter((mail) => subject.test(mail.subject))
    const mail = found[found.length - count]
    if (mail) return mail
    if (Date.now() > deadlineAt) {
      throw new Error(
        `no mail ${count} with ${subject} to ${to}, only ${JSON.stringify(mails.map((one) => one.subject))}`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export const linkIn = (mail: OutboxMail): string => {
  const [link] = mail.links
  if (link === undefined) throw new Error(`no link in “${mail.subject}”`)
  return link
}

export interface SignedIn {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly browser: Browsing
  /** The cookie header of a signed-in request. */
  cookies(): string
}

let count = 0

/**
 * Somebody new who has confirmed their address and is signed in.
 *
 * @example const ada = await signUp(server, { name: 'Ada' })
 */
export const signUp = async (
  server: Pick<RunningServer, 'url'>,
  { name = 'Ada', email }: { readonly name?: string; readonly email?: string } = {},
): Promise<SignedIn> => {
  count += 1
  const address =
    email ?? `${name.toLowerCase().replace(/\W+/g, '-')}-${process.pid}-${Date.now()}-${count}@example.com`
  const browser = browse(server)
  const { status, body } = await browser.post('/sign-up/email', { name, email: address, password })
  if (status !== 200) throw new Error(`sign-up was answered with ${status}: ${JSON.stringify(body)}`)
  await browser.fetch(linkIn(await waitForMail(server, address, /^Confirm/)))
  const session = (await browser.get('/get-session')).body as { readonly user: { readonly id: string } } | null
  if (!session) throw new Error(`${address} is not signed in after the link`)
  return { id: session.user.id, name, email: address, browser, cookies: browser.cookies }
}
