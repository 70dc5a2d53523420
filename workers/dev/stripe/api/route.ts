/** How a route of the API is described. */
import type { Account } from '../account.ts'
import { type Form, textOf } from '../form.ts'
import { refuse } from '../refusal.ts'

export interface ApiRoute {
  /** Such as `POST subscriptions/:id`. */
  readonly name: string
  /** What it takes beside `expand`, `limit` and `starting_after`. */
  readonly takes: readonly string[]
  run(account: Account, form: Form, id: string): object
}

/** A page of a list. */
export const pageOf = (url: string, rows: readonly { readonly id: string }[], form: Form): object => {
  const after = textOf(form.starting_after)
  const start = after === undefined ? 0 : rows.findIndex(({ id }) => id === after) + 1
  if (after !== undefined && start === 0) {
    refuse(`No such ${url}: '${after}'`, { status: 400, code: 'resource_missing', param: 'starting_after' })
  }
  const end = start + Number(textOf(form.limit) ?? 10)
  return { object: 'list', url: `/v1/${url}`, has_more: end < rows.length, data: rows.slice(start, end) }
}
