/**
 * Where a request comes from.
 *
 * CA1  The platform says it, or a proxy that the start was told of (`TRUSTED_PROXIES`): what anybody else writes into a header counts nowhere.
 */
import type { Env } from '../../bindings/env.ts'

/** `127.0.0.1:34080` and `[::1]:34080` without the port; an address alone as it is. */
const withoutPort = (text: string): string => /^\[(.+)\]/.exec(text)?.[1] ?? text.replace(/^([^:]*):\d+$/, '$1')

/** The eight groups of an IPv6 address, IPv4 as IPv6 writes it; `undefined` for what is no address. */
const groupsOf = (address: string): number[] | undefined => {
  const written = address.includes(':') ? address : `::ffff:${address}`
  // The parser knows every way to write one, and writes it in one way.
  const { hostname } = (/^[\da-f:.]+$/i.test(written) && URL.parse(`http://[${written}]`)) || {}
  if (hostname === undefined) return undefined
  const [before = [], after = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':')))
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16))
}

/** An IPv4 address that IPv6 carries is that address. */
const isIpv4 = (groups: readonly number[]): boolean => groups.slice(0, 6).join() === '0,0,0,0,0,65535'

/** An address in the one way to write it; `undefined` for what is none. */
const plainOf = (text: string): string | undefined => {
  const groups = groupsOf(text)
  if (groups === undefined) return undefined
  if (isIpv4(groups))
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.')
  return new URL(`http://[${text}]`).hostname.slice(1, -1)
}

const bitsOf = (groups: readonly number[]): string =>
  groups.map((group) => group.toString(2).padStart(16, '0')).join('')

/** The bits that all addresses of `10.0.0.0/8`, or of one address, begin with; `undefined` for what is neither. */
const prefixOf = (network: string): string | undefined => {
  const [, address = '', size] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(network) ?? []
  const groups = groupsOf(address)
  if (groups === undefined) return undefined
  const skipped = address.includes(':') ? 0 : 96
  const length = size === undefined ? 128 : Number(size) + skipped
  return length > skipped && length <= 128 ? bitsOf(groups).slice(0, length) : undefined
}

/**
 * What addresses of these networks begin with. One of everybody (`/0`) is none.
 *
 * @param list addresses and networks with commas between them
 * @returns the first that is neither, where there is one
 */
export const networksIn = (list: string): { readonly prefixes: readonly string[]; readonly wrong?: string } => {
  const prefixes: string[] = []
  for (const network of list.split(',')) {
    const prefix = prefixOf(network.trim())
    if (prefix === undefined) return { prefixes: [], wrong: network.trim() }
    prefixes.push(prefix)
  }
  return { prefixes }
}

let trusted: { readonly list: string; readonly prefixes: readonly string[] } = { list: '', prefixes: [] }

/** The list is the same at every request. */
const isTrusted = (list: string, address: string): boolean => {
  if (trusted.list !== list) trusted = { list, ...networksIn(list) }
  const bits = bitsOf(groupsOf(address) ?? [])
  return trusted.prefixes.some((prefix) => bits.startsWith(prefix))
}

/** An IPv4 or IPv6 address; empty when nothing tells it. */
export const clientAddressOf = (
  request: Request,
  { TRUSTED_PROXIES: list = '' }: Pick<Env, 'TRUSTED_PROXIES'>,
): string => {
  // Only workerd itself says it here; deployed, Cloudflare sets the header and takes away what a caller wrote there.
  const { clientIp } = Object(request.cf) as { readonly clientIp?: unknown }
  if (typeof clientIp !== 'string') return request.headers.get('cf-connecting-ip') ?? ''
  const peer = withoutPort(clientIp)
  let address = plainOf(peer) ?? peer
  // Each proxy adds at the end whom it heard: from there on back, as far as those who add are known.
  const heard = (request.headers.get('x-forwarded-for') ?? '').split(',')
  while (list !== '' && isTrusted(list, address)) {
    const before = plainOf(withoutPort((heard.pop() ?? '').trim()))
    if (before === undefined) break
    address = before
  }
  return address
}

/** Who counts as one: an IPv4 address, or the 64 bits of IPv6 that one line is given, all of whose addresses are its own. */
export const networkOf = (address: string): string => {
  const groups = address.includes(':') ? groupsOf(address) : undefined
  if (groups === undefined || isIpv4(groups)) return plainOf(address) ?? address
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}
