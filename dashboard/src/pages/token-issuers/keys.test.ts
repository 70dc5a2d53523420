import { expect, test } from 'vitest'
import { keysOf } from './keys.ts'

const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'x' }
const pem = (body: string) => `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`

test('keys are found as they are pasted: PEM after PEM, a JWK, several, a whole key set', () => {
  expect(keysOf(` ${pem('one')}\r\n\n${pem('two')} `)).toEqual([pem('one'), pem('two')])
  expect(keysOf(JSON.stringify(jwk))).toEqual([jwk])
  expect(keysOf(JSON.stringify([jwk, jwk]))).toEqual([jwk, jwk])
  expect(keysOf(JSON.stringify({ keys: [jwk] }))).toEqual([jwk])
})

test('what is no key is handed on, for the server to say what is wrong with it', () => {
  expect(keysOf(' nothing of the kind ')).toEqual(['nothing of the kind'])
  expect(keysOf('{"keys":')).toEqual(['{"keys":'])
  expect(keysOf('null')).toEqual([null])
})
