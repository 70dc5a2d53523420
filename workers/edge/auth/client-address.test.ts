/** Whose address it is, and what counts as one. */
import { expect, it } from 'vitest'
import { clientAddressOf } from './client-address.ts'
import { networkOf, networksIn } from './networks.ts'

const from = (clientIp: string | undefined, header?: string) =>
  clientAddressOf(
    {
      cf: clientIp === undefined ? undefined : { clientIp },
      headers: new Headers(header === undefined ? {} : { 'cf-connecting-ip': header }),
    } as unknown as Request,
    {},
  )

/** Through a proxy at `peer`, which says whom it has heard. */
const through = (proxies: string, peer: string, heard?: string) =>
  clientAddressOf(
    {
      cf: { clientIp: peer },
      headers: new Headers(heard === undefined ? {} : { 'x-forwarded-for': heard }),
    } as unknown as Request,
    { TRUSTED_PROXIES: proxies },
  )

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

it('counts an IPv4 address that IPv6 carries as itself', () => {
  expect(from('[::ffff:203.0.113.9]:34080')).toBe('203.0.113.9')
  expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9')
  expect(networkOf('nothing')).toBe('nothing')
})

it('[CA1] believes a proxy that it was told of, and goes back as far as proxies are known', () => {
  const proxies = '127.0.0.1, ::1,10.0.0.0/8, fd00::/8'
  expect(through(proxies, '127.0.0.1:1', '203.0.113.9')).toBe('203.0.113.9')
  expect(through(proxies, '[::ffff:127.0.0.1]:1', '203.0.113.9')).toBe('203.0.113.9')
  expect(through(proxies, '[fd12::1]:1', '2001:DB8:0:0::7, 10.255.0.1,127.0.0.1')).toBe('2001:db8::7')
  // What a caller had sent stands before what the proxy added.
  expect(through(proxies, '127.0.0.1:1', '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9')
  // Some proxies write ports.
  expect(through(proxies, '127.0.0.1:1', '203.0.113.9:4711')).toBe('203.0.113.9')
  expect(through(proxies, '127.0.0.1:1', '[2001:db8::7]:4711')).toBe('2001:db8::7')
  // Nobody but proxies: the first of them.
  expect(through(proxies, '127.0.0.1:1', '10.0.0.1, 10.0.0.2')).toBe('10.0.0.1')
  expect(through(proxies, '127.0.0.1:1')).toBe('127.0.0.1')
  for (const none of [
    'unknown',
    '1',
    'abcd',
    '1.2.3',
    '1.2.3.256',
    ':',
    '[',
    '[]:1',
    '%31',
    '1.2.3.4.5',
    '::1::',
    'a'.repeat(9_000),
  ])
    expect(through(proxies, '127.0.0.1:1', none), none).toBe('127.0.0.1')
  expect(through(proxies, '127.0.0.1:1', '203.0.113.9, <script>')).toBe('127.0.0.1')
})

it('[CA1] believes nobody else', () => {
  for (const proxies of ['', '10.0.0.0/8', '127.0.0.2'])
    expect(through(proxies, '127.0.0.1:1', '203.0.113.9')).toBe('127.0.0.1')
  expect(through('10.0.0.0/8', '11.0.0.1:1', '203.0.113.9')).toBe('11.0.0.1')
  expect(through('10.0.0.0/9', '10.128.0.1:1', '203.0.113.9')).toBe('10.128.0.1')
  expect(through('10.0.0.0/9', '10.127.255.255:1', '203.0.113.9')).toBe('203.0.113.9')
  expect(through('2001:db8::/33', '[2001:db8:8000::1]:1', '203.0.113.9')).toBe('2001:db8:8000::1')
  // Deployed, it is Cloudflare that says it.
  const request = { headers: new Headers({ 'x-forwarded-for': '203.0.113.9', 'cf-connecting-ip': '192.0.2.7' }) }
  expect(clientAddressOf(request as unknown as Request, { TRUSTED_PROXIES: '192.0.2.7' })).toBe('192.0.2.7')
})

it.each([
  'localhost',
  '10.0.0.0/33',
  '10.0.0.0/0',
  '::/0',
  'fd00::/129',
  '10.0.0',
  '1.2.3.256',
  '',
  '10.0.0.0/8,,',
  '10.0.0.0/x',
])('takes %o for no network', (list) => {
  expect(networksIn(list).wrong).toBeDefined()
})
