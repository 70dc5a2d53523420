/** Owns where the token of an attempt comes from, and the address that carries it. Keeps no token. */
import { invalid } from '../errors.ts'
import { parts } from '../features/parts/load.ts'
import { onDemand } from '../on-demand.ts'

/**
 * Asked for a token before every connection attempt. For the inbox, `room` is one that the client is in, and empty where it is in none: any token
 * says who somebody is. Throw a SyncForgeError UNAUTHORIZED to stop trying.
 */
export type TokenSource = (room: string) => Promise<{ readonly token: string }>

const loadEndpoint = onDemand(async () => (await parts()).tokenEndpoint())

/** A token from the customer's own server or function; `over` ends the attempt that wants it. @throws SyncForgeError */
export const fetchToken = async (source: string | TokenSource, room: string, over: AbortSignal): Promise<string> => {
  const answer =
    typeof source === 'string' ? await (await loadEndpoint()).askEndpoint(source, room, over) : await source(room)
  const token = (answer as { readonly token?: unknown } | null | undefined)?.token
  if (typeof token === 'string' && token !== '') return token
  throw invalid('The authEndpoint gave no token: it answers { token }')
}

/** @param what `rooms/<id>` or `inbox` */
export const socketAddress = (endpoint: string, what: string, token: string): string =>
  `${endpoint}/v1/${what}/socket?token=${encodeURIComponent(token)}`
