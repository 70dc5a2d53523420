/** Addresses of IPv4 and IPv6: how they are written, and which networks they are of. */

const written = /^(?:[\da-f:.]*:[\da-f:.]*|\d+(?:\.\d+){3})$/i

/** The eight groups of an IPv6 address, IPv4 as IPv6 writes it; `undefined` for what is no address. */
const groupsOf = (address: string): number[] | undefined => {
  const inIpv6 = address.includes(':') ? address : `::ffff:${address}`
  // The parser knows every way to write one, and writes it in one way.
  const { hostname } = (written.test(address) && URL.parse(`http://[${inIpv6}]`)) || {}
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
export const plainOf = (text: string): string | undefined => {
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

/** Who counts as one: an IPv4 address, or the 64 bits of IPv6 that one line is given, all of whose addresses are its own. */
export const networkOf = (address: string): string => {
  const groups = address.includes(':') ? groupsOf(address) : undefined
  if (groups === undefined || isIpv4(groups)) return plainOf(address) ?? address
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

let known: { readonly list: string; readonly prefixes: readonly string[] } = { list: '', prefixes: [] }

/** Whether an address is one of `list`, which is the same at every request. */
export const isAmong = (list: string, address: string): boolean => {
  if (known.list !== list) known = { list, ...networksIn(list) }
  const bits = bitsOf(groupsOf(address) ?? [])
  return known.prefixes.some((prefix) => bits.startsWith(prefix))
}
