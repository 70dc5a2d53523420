/** Answers as Stripe's API does: a call that it does not know, or a parameter, is refused; the same idempotency key gets the first answer again. */
import type { Account } from '../account.ts'
import { type Form, readForm } from '../form.ts'
import { StripeRefusal } from '../refusal.ts'
import type { Rows } from '../rows.ts'
import { catalogueRoutes } from './catalogue.ts'
import { checkoutRoutes } from './checkout.ts'
import { customerRoutes } from './customers.ts'
import type { ApiRoute } from './route.ts'
import { subscriptionRoutes } from './subscriptions.ts'

const routes = [...catalogueRoutes, ...customerRoutes, ...checkoutRoutes, ...subscriptionRoutes]
const always = ['expand', 'limit', 'starting_after']

/** `customers/cus_1` is `customers/:id`: ids have an underscore and a number in them, names of calls do not. */
const find = (method: string, path: string): { readonly route: ApiRoute; readonly id: string } | undefined => {
  for (const route of routes) {
    const [verb, template = ''] = route.name.split(' ')
    if (verb !== method) continue
    const [parts, asked] = [template.split('/'), path.split('/')]
    const at = parts.indexOf(':id')
    const fits = parts.length === asked.length && parts.every((part, index) => index === at || part === asked[index])
    if (fits) return { route, id: at < 0 ? '' : (asked[at] ?? '') }
  }
  return undefined
}

const unknown = (method: string, path: string) =>
  new StripeRefusal(`Unrecognized request URL (${method}: /v1/${path}).`, { status: 404 })

const run = (account: Account, method: string, path: string, form: Form): object => {
  // A fixed name goes before an id.
  const found = find(method, path)
  if (!found) throw unknown(method, path)
  const { route, id } = found
  for (const name of Object.keys(form)) {
    if (always.includes(name) || route.takes.includes(name)) continue
    throw new StripeRefusal(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name })
  }
  return route.run(account, form, id)
}

interface Told {
  readonly status: number
  readonly body: string
}

const tell = (work: () => object): Told => {
  try {
    return { status: 200, body: JSON.stringify(work()) }
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error
    return { status: error.status, body: JSON.stringify(error.body) }
  }
}

const reused = new StripeRefusal(
  'Keys for idempotent requests can only be used with the same parameters they were first used with.',
  { type: 'idempotency_error' },
)

export interface ApiCall {
  readonly method: string
  /** Below /v1/. */
  readonly path: string
  readonly form: string
  readonly authorization: string | null
  readonly idempotencyKey: string | null
}

const answerOf = (account: Account, rows: Rows, call: ApiCall): Told & { readonly isReplayed?: boolean } => {
  const { method, path, form, authorization, idempotencyKey: key } = call
  if (!authorization?.startsWith('Bearer sk_')) {
    return tell(() => {
      throw new StripeRefusal('Invalid API Key provided.', { status: 401 })
    })
  }
  const work = () => tell(() => run(account, method, path, readForm(form)))
  if (method !== 'POST' || key === null) return work()
  const request = `${path} ${form}`
  const earlier = rows.answer(key)
  if (earlier && earlier.request !== request) {
    return tell(() => {
      throw reused
    })
  }
  if (earlier) return { ...earlier, isReplayed: true }
  const told = work()
  rows.keepAnswer(key, { request, ...told })
  return told
}

/** The time of the answer is the account's. */
export const answerCall = (account: Account, rows: Rows, call: ApiCall): Response => {
  const { status, body, isReplayed } = answerOf(account, rows, call)
  const headers = {
    'content-type': 'application/json',
    date: new Date(account.now() * 1_000).toUTCString(),
    'request-id': account.birth('req').id,
    ...(isReplayed ? { 'idempotent-replayed': 'true' } : {}),
  }
  return new Response(body, { status, headers })
}
