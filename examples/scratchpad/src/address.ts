// Owns which pad the page's address means; the bare address is a new one. Who knows the address may come in, so it cannot be guessed.

const random = (length: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => (byte % 36).toString(36)).join('')

export const padFromAddress = (): string => {
  const address = new URL(location.href)
  const named = address.searchParams.get('pad')
  if (named) return named
  const fresh = `pad-${random(20)}`
  showPad(fresh)
  return fresh
}

export const showPad = (id: string): void => {
  const address = new URL(location.href)
  address.searchParams.set('pad', id)
  history.replaceState(null, '', address)
}

export const freshKept = (): string => `kept-${random(20)}`

/** `?minutes=`, for those who cannot wait. */
export const emptyAfterMs = (): number => {
  const minutes = Number(new URLSearchParams(location.search).get('minutes'))
  return minutes > 0 && minutes <= 1_440 ? Math.round(minutes * 60_000) : 15 * 60_000
}
