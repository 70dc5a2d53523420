/** The API as the dashboard calls it: typed by the server's routes, as the signed-in person, in one organization. */

import { type ClientResponse, hc } from 'hono/client'
import type { Api } from '../../../workers/edge/routes/index.ts'
import { problemOf, unreachable } from './problem.ts'

const request: typeof fetch = (input, init) =>
  fetch(input, init).catch((error: unknown) => {
    // Whoever gave up is not told that the server is away.
    if (init?.signal?.aborted) throw error
    throw unreachable()
  })

const clientOf = (headers: Record<string, string>) => hc<Api>(location.origin, { headers, fetch: request }).api.v1

export type ApiClient = ReturnType<typeof clientOf>

const clients = new Map<string, ApiClient>()

/** Calls in the name of the signed-in person, inside the organization with this id. */
export const apiOf = (organizationId: string): ApiClient => {
  const known = clients.get(organizationId)
  if (known) return known
  const client = clientOf({ 'SyncForge-Organization': organizationId })
  clients.set(organizationId, client)
  return client
}

/** Calls that belong to no organization. */
export const api: ApiClient = clientOf({})

const bodyOf = (response: { readonly text: () => Promise<string> }): Promise<unknown> =>
  response.text().then((text) => {
    try {
      return JSON.parse(text)
    } catch {
      return null
    }
  })

/** The answer itself. @throws Problem for what the server refuses */
const answered = async <R extends ClientResponse<unknown>>(response: Promise<R>): Promise<R> => {
  const got = await response
  if (got.ok) return got
  throw problemOf(got.status, await bodyOf(got), got.headers)
}

type JsonOf<R> = R extends ClientResponse<infer T, infer _S, 'json'> ? T : never

/**
 * The JSON of an answer.
 *
 * @throws Problem for what the server refuses, or when nothing is heard of it
 * @example const { rooms } = await json(apiOf(id).rooms.$get({ query: {} }))
 */
export const json = async <R extends ClientResponse<unknown>>(response: Promise<R>): Promise<JsonOf<R>> =>
  (await answered(response)).json() as Promise<JsonOf<R>>

/**
 * What accounts tell, without their client: a page that only asks who is there does without it.
 *
 * @throws Problem
 * @example await ofAccounts<Session | null>('/get-session')
 */
export const ofAccounts = async <T>(path: string): Promise<T> => {
  const response = await request(`/api/auth${path}`)
  if (!response.ok) throw problemOf(response.status, await bodyOf(response), response.headers)
  return response.json() as Promise<T>
}

/** An answer without content. @throws Problem */
export const done = async (response: Promise<ClientResponse<unknown>>): Promise<void> => void (await answered(response))

/** An answer that is bytes. @throws Problem */
export const blob = async (response: Promise<ClientResponse<unknown>>): Promise<Blob> =>
  (await answered(response)).blob()

/** An answer that is text. @throws Problem */
export const plain = async (response: Promise<ClientResponse<unknown>>): Promise<string> =>
  (await answered(response)).text()
