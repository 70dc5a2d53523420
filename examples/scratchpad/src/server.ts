/**
 * Owns what stands on your own server in an app of yours: making rooms needs the secret key, which no page may have. Here the page plays that
 * part, with the key of a development server, which is no secret.
 */
const DEVELOPMENT_KEY = 'sk_dev_syncforge'

const call = async (method: string, path: string, body: object): Promise<Response> => {
  const headers = { authorization: `Bearer ${DEVELOPMENT_KEY}`, 'content-type': 'application/json' }
  const response = await fetch(`/api/v1/rooms${path}`, { method, headers, body: JSON.stringify(body) })
  // It is there already: somebody else has come first.
  if (response.ok || response.status === 409) return response
  throw new Error(`The server answered ${response.status}`)
}

/** A room of which nothing is ever written down, erased `emptyAfterMs` after the last person has left. */
export const makePad = (id: string, emptyAfterMs: number) =>
  call('POST', '', { id, access: 'public', persistence: 'memory', emptyAfterMs, metadata: { emptyAfterMs } })

/** A room that stays. */
export const makeKept = (id: string) => call('POST', '', { id, access: 'public', metadata: { kept: true } })

/** Whoever is in the pad, or comes to it later, is led on to where it is kept. */
export const leadTo = (id: string, keptAs: string) =>
  call('PATCH', `/${encodeURIComponent(id)}`, { metadata: { keptAs } })
