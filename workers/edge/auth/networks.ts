/** Addresses of IPv4 and IPv6: how they are written, and which networks they are of. One of IPv4 that IPv6 carries is that address. */
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** `undefined` for what is no address; numbers of fewer parts, and zones, are none. */
const addressOf = (text: string): Address | undefined =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes('%'))
    ? ipaddr.process(text)
    : undefined

/** An address in the one way to write it; `undefined` for what is none. */
export const plainOf = (text: string): string | undefined => addressOf(text)?.toString()

/** An address alone, or so many bits of it; `undefined` for what is neither. One of everybody (`/0`) is none. */
const networkIn = (text: string): [Address, number] | undefined => {
  const [, written = '', size] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const address = addressOf(written)
  if (address === undefined) return undefined
  const bitsMax = address.kind() === 'ipv4' ? 32 : 128
  const bits = size === undefined ? bitsMax : Number(size)
  return bits > 0 && bits <= bitsMax ? [address, bits] : undefined
}

/**
 * The networks of a list. One of everybody (`/0`) is none.
 *
 * @param list addresses and networks with commas between them
 * @returns `wrong`: the first that is neither, where there is one
 */
export const networksIn = (
  list: string,
): { readonly networks: readonly [Address, number][]; readonly wrong?: string } => {
  const networks: [Address, number][] = []
  for (const text of list.split(',')) {
    const network = networkIn(text.trim())
    if (network === undefined) return { networks: [], wrong: text.trim() }
    networks.push(network)
  }
  return { networks }
}

/** Who counts as one: an IPv4 address, or the 64 bits of IPv6 that one line is given, all of whose addresses are its own. */
export const networkOf = (text: string): string => {
  const address = addressOf(text)
  if (!(address instanceof ipaddr.IPv6)) return address?.toString() ?? text
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}

let known: { readonly list: string } & ReturnType<typeof networksIn> = { list: '', networks: [] }

/** Whether an address is one of `list`, which is the same at every request. */
export const isAmong = (list: string, text: string): boolean => {
  if (known.list !== list) known = { list, ...networksIn(list) }
  const address = addressOf(text)
  return (
    address !== undefined &&
    known.networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits))
  )
}
