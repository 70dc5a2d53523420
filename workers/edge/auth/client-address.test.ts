/** Whose address it is, and what counts as one. */
import { expect, it } from 'vitest'
import { clientAddressOf, networkOf } from './client-address.ts'

const from = (clientIp: string | undefined, header?: string) =>
  clientAddressOf({
    cf: clientIp === undefined ? undefined : { clientIp },
    headers: new Headers(header === undefined ? {} : { 'cf-connecting-ip': header }),
  } as unknown as Request)

it('believes the server before any header, and leaves out the port', () => {
  expect(from('127.0.0.1:34080', '203.0.113.9')).toBe('127.0.0.1')
  expect(from('[2001:db8::1]:34080', '203.0.113.9')).toBe('2001:db8::1')
  // Deployed: Cloudflare's own.
  expect(from(undefined, '203.0.113.9')).toBe('203.0.113.9')
  expect(from(undefined)).toBe('')
})

it('counts a line of IPv6 as one', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9')
  const same = ['2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:0:0:9', '2001:DB8:1:2:3:4:5:6']
  expect(same.map(networkOf)).toEqual(same.map(() => '2001:db8:1:2::/64'))
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('2001:db8::5')).toBe('2001:db8:0:0::/64')
})
