/** Asks the customer's own server for a token; loaded where `authEndpoint` is an address. */
import { SyncForgeError } from '../errors.ts'

/** The outage of a customer's own server is worth another try; its refusal is not. */
export const askEndpoint = async (address: string, room: string, over: AbortSignal): Promise<unknown> => {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ room }),
    credentials: 'same-origin',
    signal: over,
  }).catch((thrown) => {
    throw new SyncForgeError('NETWORK_ERROR', `The authEndpoint ${address} cannot be reached: ${thrown}`)
  })
  if (response.ok) return response.json()
  const isRefusal = response.status >= 400 && response.status < 500 && response.status !== 429
  throw new SyncForgeError(
    response.status === 403 ? 'FORBIDDEN' : isRefusal ? 'UNAUTHORIZED' : 'NETWORK_ERROR',
    `The authEndpoint ${address} answered ${response.status}`,
  )
}
