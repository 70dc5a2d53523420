/** An organization for tests, and its ways to Stripe's stand-in: what its owner asks by REST, and what they click on the stand-in's pages. */
import { type SignedIn, signUp } from './accounts.ts'
import type { RunningServer } from './server.ts'

/** Of `GET …/billing/subscription`, what tests look at. */
export interface Shown {
  readonly plan: string
  readonly status: string
  readonly subscribed: string | null
  readonly periodEndsAt: number | null
  readonly pending: { readonly plan: string; readonly at: number } | null
  readonly pastDue: {
    readonly since: number
    readonly graceEndsAt: number
    readonly attempts: number
    readonly amountCents: number
    readonly payUrl: string
  } | null
}

export interface BillingAnswer {
  readonly status: number
  // Tests look into it with matchers.
  readonly body: Record<string, unknown>
}

export interface PayingOrganization {
  readonly id: string
  readonly slug: string
  readonly owner: SignedIn
  /** Below `/api/v1/organizations/:id/billing/`. */
  ask(method: 'GET' | 'POST', path: string, json?: object): Promise<BillingAnswer>
  shown(): Promise<Shown>
  /** Presses a button of one of the stand-in's pages. Where it leads; `null` when it leads nowhere else. */
  press(url: string, fields: Readonly<Record<string, string>>): Promise<string | null>
  /** From nothing to this plan, by a good card. */
  buy(plan: string): Promise<void>
  /** A page of the portal. */
  portal(): Promise<string>
}

export const payingOrganization = async (
  server: Pick<RunningServer, 'url'>,
  name = 'Acme',
): Promise<PayingOrganization> => {
  const owner = await signUp(server, { name: `Owner of ${name}` })
  const json = { 'content-type': 'application/json' }
  const made = await owner.browser.fetch('/api/v1/organizations', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ name }),
  })
  const { id, slug } = (await made.json()) as { readonly id: string; readonly slug: string }
  const ask: PayingOrganization['ask'] = async (method, path, body) => {
    const answer = await owner.browser.fetch(`/api/v1/organizations/${id}/billing/${path}`, {
      method,
      headers: { ...json, 'syncforge-organization': id },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const pageAt = async (path: string, body?: object) => {
    const answer = await ask('POST', path, body)
    if (answer.status !== 200) throw new Error(`${path} was answered with ${JSON.stringify(answer)}`)
    return String(answer.body.url)
  }
  const press: PayingOrganization['press'] = async (url, fields) => {
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
    await answer.body?.cancel()
    return answer.headers.get('location')
  }
  return {
    id,
    slug,
    owner,
    ask,
    shown: async () => (await ask('GET', 'subscription')).body as unknown as Shown,
    press,
    async buy(plan) {
      const location = await press(await pageAt('checkout', { plan }), { card: 'good' })
      if (location === null) throw new Error(`${plan} could not be bought`)
      await ask('POST', 'refresh')
    },
    portal: () => pageAt('portal'),
  }
}
