/** Addresses that webhooks are and are not sent to, before anybody looks a name up. */
import { describe, expect, it } from 'vitest'
import { faultOfTarget } from './address.ts'

describe('in production', () => {
  it.each([
    'https://example.com/hooks',
    'https://example.com:8443/hooks?token=a%20b',
    'https://93.184.216.34/hooks',
    'https://[2606:4700::1111]/',
    'https://xn--bcher-kva.example/',
  ])('%s is taken', (address) => expect(faultOfTarget(address, false)).toBeNull())

  it.each([
    ['http://example.com/', 'https'],
    ['ftp://example.com/', 'https'],
    ['data:text/plain,ok', 'https'],
    ['javascript:alert(1)', 'https'],
    ['https://ada:secret@example.com/', 'password'],
    ['https://ada@example.com/', 'password'],
    ['https://example.com/#part', 'fragment'],
    ['https://example.com/#', 'fragment'],
    [`https://example.com/${'a'.repeat(2_048)}`, '2048'],
    ['example.com/hooks', 'no address'],
    ['https://', 'no address'],
    ['', 'no address'],
  ])('%s is refused for its %s', (address, word) => expect(faultOfTarget(address, false)).toContain(word))

  it.each([
    'localhost',
    'localhost.',
    'a.localhost',
    'printer.local',
    'db.internal',
    'metadata.google.internal.',
    'router.home.arpa',
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '0177.0.0.1',
    '2130706433',
    '１２７.0.0.1',
    '%31%32%37.0.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:10.0.0.1]',
    '[::7f00:1]',
    '[::808:808]',
    '[fd00::1]',
    '[fe80::1]',
    '[ff02::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:db8::1]',
  ])('https://%s/ lies inside', (host) => expect(faultOfTarget(`https://${host}/`, false)).toContain('inside'))
})

it('development takes this machine and plain HTTP, and nothing that is no address', () => {
  expect(faultOfTarget('http://127.0.0.1:4000/hooks', true)).toBeNull()
  expect(faultOfTarget('https://10.0.0.1/', true)).toBeNull()
  for (const address of ['ftp://localhost/', 'http://a:b@localhost/', 'http://localhost/#x', 'data:text/plain,ok'])
    expect(faultOfTarget(address, true)).not.toBeNull()
})
