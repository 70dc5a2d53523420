/** Where a request comes from, as the platform says it and nobody else: what a caller writes into a header counts nowhere. */

/** `127.0.0.1:34080` and `[::1]:34080` without the port. */
const withoutPort = (address: string): string => /^\[(.+)\]:\d+$/.exec(address)?.[1] ?? address.replace(/:\d+$/, '')

/** An IPv4 or IPv6 address; empty when nothing tells it. */
export const clientAddressOf = (request: Request): string => {
  // Only workerd itself says it here; deployed, Cloudflare sets the header and takes away what a caller wrote there.
  const { clientIp } = Object(request.cf) as { readonly clientIp?: unknown }
  if (typeof clientIp === 'string') return withoutPort(clientIp)
  return request.headers.get('cf-connecting-ip') ?? ''
}

/** Who counts as one: an IPv4 address, or the 64 bits of IPv6 that one line is given, all of whose addresses are its own. */
export const networkOf = (address: string): string => {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
