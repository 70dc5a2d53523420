/** Owns which board the page's address means; the bare address is a new one. Who knows the address may come in, so it cannot be guessed. */

const random = (length: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => (byte % 36).toString(36)).join('')

export const boardFromAddress = (): string => {
  const address = new URL(location.href)
  const named = address.searchParams.get('board')
  if (named) return named
  const fresh = `board-${random(20)}`
  address.searchParams.set('board', fresh)
  history.replaceState(null, '', address)
  return fresh
}

/** `#token=`: how an app of yours lets its people in. It leaves the address at once, so that no copied link holds it. */
export const tokenFromAddress = (): string | null => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token) history.replaceState(null, '', location.pathname + location.search)
  return token
}
