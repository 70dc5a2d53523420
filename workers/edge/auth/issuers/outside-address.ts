/** Which addresses outside may be asked for something that a customer has named. Refuses those that lie inside of a network. */

/** Names and numbers of this machine. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || /^127(\.\d+){3}$/.test(host) || host === '[::1]'

/**
 * What is wrong with the address, or `null`. A name may still lead inside: where that matters, the network that the request takes refuses it.
 *
 * @param isDevelopment whether this machine itself may be asked, over plain HTTP too
 * @example faultOfAddress('https://example.com/.well-known/jwks.json', false) // null
 */
export const faultOfAddress = (address: string, isDevelopment: boolean): string | null => {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return 'is not an https address'
  const { protocol, hostname: host } = url
  if (isDevelopment && isLoopback(host)) return /^https?:$/.test(protocol) ? null : 'is not an https address'
  if (protocol !== 'https:') return 'is not an https address'
  // The URL parser has written every number of an IPv4 address in one way by now.
  const isNumber = host.startsWith('[') || /^[\d.]+$/.test(host)
  if (isNumber) return 'names a host by its number: use its name'
  if (isLoopback(host) || !host.includes('.') || /\.(local|internal|lan|home|corp|intranet)\.?$/.test(host))
    return 'lies inside of a network'
  return null
}
