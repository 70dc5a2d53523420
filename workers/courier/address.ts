/**
 * Which addresses webhooks may be sent to, as far as the address itself tells. A name may still lead inside: the network that the courier sends
 * through looks after every answer of the name service, and refuses it there.
 */
import ipaddr from 'ipaddr.js'

const maxLength = 2_048

/** Written in full or at the end of a name: what never leads to the public network. */
const insideName = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/

/** ::/96 is the old way to write IPv4 addresses in IPv6; the library takes it for public. */
const oldMapped = ipaddr.IPv6.parseCIDR('::/96')

const isPublic = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.range() === 'unicast' && !(address instanceof ipaddr.IPv6 && address.match(oldMapped))

const isInside = (hostname: string): boolean => {
  // The URL parser has written every spelling of a number in one way by now.
  const host = hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host)) return !isPublic(ipaddr.process(host))
  return insideName.test(host.replace(/\.$/, ''))
}

/**
 * What is wrong with the address, or `null`.
 *
 * @param allowsInside whether addresses of this machine and of networks behind it are taken, over plain HTTP too: in development only
 * @example faultOfTarget('https://example.com/hooks', false) // null
 */
export const faultOfTarget = (address: string, allowsInside: boolean): string | null => {
  const url = address.length > maxLength ? null : URL.parse(address)
  if (url === null) return `is no address of at most ${maxLength} characters`
  if (url.protocol !== 'https:' && !(allowsInside && url.protocol === 'http:')) return 'is not an https address'
  if (url.username !== '' || url.password !== '') return 'carries a user name or a password, which would not be sent'
  if (url.hash !== '' || address.includes('#')) return 'carries a fragment, which would not be sent'
  if (!allowsInside && isInside(url.hostname)) return 'lies inside of a network: a public one is needed'
  return null
}
