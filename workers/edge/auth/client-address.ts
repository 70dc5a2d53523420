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
