/**
 * Where a request comes from.
 *
 * CA1  The platform says it, or a proxy that the start was told of (`TRUSTED_PROXIES`): what anybody else writes into a header counts nowhere.
 */
import type { Env } from '../../bindings/env.ts'
import { isAmong, plainOf } from './networks.ts'

/** `127.0.0.1:34080` and `[::1]:34080` without the port; an address alone as it is. */
const withoutPort = (text: string): string => /^\[(.+)\]/.exec(text)?.[1] ?? text.replace(/^([^:]*):\d+$/, '$1')

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
  while (list !== '' && isAmong(list, address)) {
    const before = plainOf(withoutPort((heard.pop() ?? '').trim()))
    if (before === undefined) break
    address = before
  }
  return address
}
