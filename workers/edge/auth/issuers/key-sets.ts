/**
 * The public keys of customers' token issuers: as they are stored, or fetched from the address that they named, bounded in time and size, and
 * kept. A set that is known goes on while its address is down.
 *
 * No promise is shared between requests (see cache.ts): who comes while another one asks looks again with a timer of its own.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import * as z from 'zod'
import type { TokenIssuer } from '../../../db/queries/token-issuers.ts'
import { withinTime } from '../../within-time.ts'
import { faultOfAddress } from './outside-address.ts'

const freshMs = 10 * 60_000
/** How long a set stands in for an address that does not answer. */
const staleMaxMs = 24 * 60 * 60_000
/** A key id that is not known may be new: asked again at most so often. */
const refetchMs = 30_000
/** An address that has just failed is not asked. */
const failedMs = 5_000
const timeoutMs = 2_000
const maxBytes = 64 * 1_024
const maxKeys = 50
const maxSets = 1_000
const pauseMs = 5

const KeySet = z.object({
  keys: z
    .array(z.looseObject({ kty: z.string() }))
    .min(1)
    .max(maxKeys),
})

interface Held {
  readonly keys: JWTVerifyGetKey
  readonly kids: ReadonlySet<string>
  readonly fetchedAt: number
}

export interface KeySets {
  /** The keys of an issuer, with the one of this id where the token names one and it is to be had. @throws RoomError ROOM_UNAVAILABLE */
  get(issuer: Pick<TokenIssuer, 'id' | 'jwksUrl' | 'keys'>, kid: string | undefined): Promise<JWTVerifyGetKey>
}

interface KeySetParts {
  fetch(address: string, init: RequestInit): Promise<Response>
  readonly isDevelopment: boolean
  clock(): number
}

const readBounded = async (response: Response): Promise<string> => {
  const reader = response.body?.getReader()
  const pieces: Uint8Array[] = []
  let length = 0
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > maxBytes) {
      await reader.cancel().catch(() => {})
      throw new Error(`answers more than ${maxBytes} bytes`)
    }
    pieces.push(value)
  }
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(Buffer.concat(pieces))
}

const toHeld = (keys: JSONWebKeySet['keys'], fetchedAt: number): Held => {
  const kids = new Set(keys.flatMap(({ kid }) => kid ?? []))
  const all = createLocalJWKSet({ keys })
  const nameless = createLocalJWKSet({ keys: keys.filter(({ kid }) => kid === undefined) })
  return {
    // Keys without an id, such as those from PEM, may be meant by any.
    keys: ({ kid, ...header }, token) =>
      kid === undefined || kids.has(kid) ? all({ ...header, ...(kid ? { kid } : {}) }, token) : nameless(header, token),
    kids,
    fetchedAt,
  }
}

/** @example const keySets = createKeySets({ fetch, isDevelopment: false, clock: Date.now }) */
export const createKeySets = ({ fetch, isDevelopment, clock }: KeySetParts): KeySets => {
  const sets = new Map<string, Held>()
  const failures = new Map<string, { readonly at: number; readonly why: string }>()
  /** Since when each is being asked; of a request that was broken off, nothing is heard again. */
  const asking = new Map<string, number>()

  const put = <V>(map: Map<string, V>, id: string, value: V) => {
    map.delete(id)
    // A Map keeps its order: the first entry is the oldest.
    for (const oldest of map.size >= maxSets ? [...map.keys()].slice(0, 1) : []) map.delete(oldest)
    map.set(id, value)
  }
  const since = (at: number) => Math.abs(clock() - at)

  const ask = async (address: string): Promise<Held> => {
    const fault = faultOfAddress(address, isDevelopment)
    if (fault !== null) throw new Error(fault)
    // Read under the same limit: an answer may begin and never end.
    const abort = new AbortController()
    const read = async () => {
      const response = await fetch(address, {
        redirect: 'manual',
        signal: abort.signal,
        headers: { accept: 'application/jwk-set+json, application/json' },
      })
      if (response.status !== 200) throw new Error(`answers with status ${response.status}`)
      return readBounded(response)
    }
    const text = await withinTime(read(), timeoutMs).finally(() => abort.abort())
    const parsed = KeySet.safeParse(JSON.parse(text))
    if (!parsed.success) throw new Error('answers with something that is no set of keys')
    return toHeld(parsed.data.keys as JSONWebKeySet['keys'], clock())
  }

  const refresh = async (id: string, address: string): Promise<Held | undefined> => {
    asking.set(id, clock())
    try {
      const held = await ask(address)
      put(sets, id, held)
      failures.delete(id)
      return held
    } catch (error) {
      put(failures, id, {
        at: clock(),
        why: error instanceof SyntaxError ? 'answers with no JSON' : (error as Error).message,
      })
      return undefined
    } finally {
      asking.delete(id)
    }
  }

  const isAsked = (id: string) => since(asking.get(id) ?? Number.NEGATIVE_INFINITY) < timeoutMs + 500

  const fetched = async (id: string, address: string, kid: string | undefined): Promise<Held> => {
    const known = sets.get(id)
    const isNew = kid !== undefined && known !== undefined && !known.kids.has(kid)
    const wantsMore =
      known === undefined || since(known.fetchedAt) > freshMs || (isNew && since(known.fetchedAt) > refetchMs)
    const hasFailed = since(failures.get(id)?.at ?? Number.NEGATIVE_INFINITY) < failedMs
    if (wantsMore && !hasFailed) {
      if (!isAsked(id)) await refresh(id, address)
      // Who has keys that may do goes on with them.
      else if (known === undefined || isNew)
        while (isAsked(id)) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
    const held = sets.get(id)
    if (held !== undefined && since(held.fetchedAt) < staleMaxMs) return held
    const why = failures.get(id)?.why ?? 'does not answer'
    throw new RoomError('ROOM_UNAVAILABLE', `The keys of this token’s issuer are not to be had: their address ${why}`, {
      retryAfterMs: failedMs,
    })
  }

  return {
    async get({ id, jwksUrl, keys }, kid) {
      if (jwksUrl !== null) return (await fetched(`${id} ${jwksUrl}`, jwksUrl, kid)).keys
      const source = `${id} ${JSON.stringify(keys)}`
      const known = sets.get(source) ?? toHeld((keys ?? []) as JSONWebKeySet['keys'], clock())
      put(sets, source, known)
      return known.keys
    },
  }
}
