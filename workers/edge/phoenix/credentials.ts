/** What a client shows: with the join, as a subprotocol, or in the address, in this order. */

/** The client writes `undefined` and `null` into addresses as these words. */
const given = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value !== 'undefined' && value !== 'null' ? value : null

const bearer = 'base64url.bearer.phx.'

/** `authToken` of a stock client: plain base64, whatever its name says. */
const tokenInProtocols = (protocols: string | null): string | null => {
  const carrier = (protocols ?? '').split(',').find((name) => name.trim().startsWith(bearer))
  if (carrier === undefined) return null
  try {
    return given(atob(carrier.trim().slice(bearer.length).replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return null
  }
}

/** The token or key of every join that brings none of its own; empty for none. */
export const socketCredential = (request: Request): string => {
  const { searchParams } = new URL(request.url)
  return (
    tokenInProtocols(request.headers.get('sec-websocket-protocol')) ??
    given(searchParams.get('token')) ??
    given(searchParams.get('api_key')) ??
    ''
  )
}

export const joinCredential = (params: { readonly token?: unknown }, ofSocket: string): string =>
  given(params.token) ?? ofSocket

const readPart = (part: string): { readonly sub?: unknown; readonly kid?: unknown } => {
  try {
    return Object(JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/'))))
  } catch {
    return {}
  }
}

/**
 * Whom a credential speaks for, as it says itself: the same for the next token of the same person, which takes the place of one that has ended.
 * Nothing is proven by it.
 */
export const holderOf = (credential: string): string => {
  const [header = '', claims = '', signature, ...rest] = credential.split('.')
  if (signature === undefined || rest.length > 0) return credential
  const { sub } = readPart(claims)
  return typeof sub === 'string' ? JSON.stringify([readPart(header).kid ?? null, sub]) : credential
}

/** The key that a credential is, or was signed with, as it says itself: the same for everybody whom one app lets in. */
export const payerOf = (credential: string): string => {
  const [header = '', , signature] = credential.split('.')
  const { kid } = signature === undefined ? {} : readPart(header)
  return typeof kid === 'string' ? kid : credential
}
