import { expect, it } from 'vitest'
import { faultOfAddress } from './outside-address.ts'

it.each(['https://login.example.com/keys', 'https://login.example.com:8443/a?b=c'])(
  '[CT5] %s may be asked',
  (address) => {
    expect(faultOfAddress(address, false)).toBeNull()
  },
)

it.each([
  'http://login.example.com/keys',
  'https://localhost/keys',
  'https://a.localhost/keys',
  'https://127.0.0.1/keys',
  'https://0x7f.1/keys',
  'https://2130706433/keys',
  'https://[::1]/keys',
  'https://[::ffff:10.0.0.1]/keys',
  'https://10.0.0.1/keys',
  'https://93.184.216.34/keys',
  'https://intranet/keys',
  'https://printer.local/keys',
  'https://a:b@login.example.com/keys',
  'https://login.example.com/keys#x',
  'ftp://login.example.com/keys',
  'login.example.com',
  '',
])('[CT5] %s may not', (address) => {
  expect(faultOfAddress(address, false)).not.toBeNull()
})

it('this machine may be asked in development, plainly too, and nothing else inside', () => {
  expect(faultOfAddress('http://127.0.0.1:4000/keys', true)).toBeNull()
  expect(faultOfAddress('http://10.0.0.1/keys', true)).not.toBeNull()
  expect(faultOfAddress('ftp://localhost/keys', true)).not.toBeNull()
})
