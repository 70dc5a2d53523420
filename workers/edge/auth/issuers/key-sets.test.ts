/** When the address of an issuer's keys is asked again, by a clock that the test moves. Rule CT5. */
import { exportJWK, generateKeyPair, type JWTVerifyGetKey } from 'jose'
import { expect, it } from 'vitest'
import { createKeySets } from './key-sets.ts'

const minute = 60_000
const address = 'https://keys.example/jwks'

const keyOf = async (kid: string) => {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true })
  return { ...(await exportJWK(publicKey)), kid, alg: 'ES256' }
}
const [first, second] = await Promise.all([keyOf('first'), keyOf('second')])

/** Keys at an address that answers with `served`, or not at all. */
const open = () => {
  const state = { now: 1_000_000, served: [first] as readonly object[] | 'down', asked: 0 }
  const keySets = createKeySets({
    fetch: async () => {
      state.asked += 1
      return state.served === 'down' ? new Response('', { status: 503 }) : Response.json({ keys: state.served })
    },
    isDevelopment: false,
    clock: () => state.now,
  })
  const opens = async (kid: string): Promise<boolean | string> => {
    let keys: JWTVerifyGetKey
    try {
      keys = await keySets.get({ id: 'iss_1', jwksUrl: address, keys: null }, kid)
    } catch (error) {
      return (error as { readonly code: string }).code
    }
    return Promise.resolve(keys({ alg: 'ES256', kid }, { payload: '', signature: '' })).then(
      () => true,
      () => false,
    )
  }
  return { state, opens }
}

it('[CT5] a key that is new is taken half a minute after the address was asked last, and guesses ask no more often', async () => {
  const { state, opens } = open()
  expect(await opens('first')).toBe(true)
  state.served = [first, second]
  state.now += 29_000
  expect([await opens('second'), await opens('a guess')]).toEqual([false, false])
  expect(state.asked).toBe(1)
  state.now += 2_000
  expect([await opens('second'), await opens('first')]).toEqual([true, true])
  for (let guess = 0; guess < 20; guess += 1) expect(await opens(`guess ${guess}`)).toBe(false)
  expect(state.asked).toBe(2)
})

it('[CT5] a key that was taken away is taken for ten minutes more at most', async () => {
  const { state, opens } = open()
  state.served = [first, second]
  expect(await opens('first')).toBe(true)
  state.served = [second]
  state.now += 10 * minute - 1_000
  expect(await opens('first')).toBe(true)
  state.now += 2_000
  expect([await opens('first'), await opens('second')]).toEqual([false, true])
})

it('[CT5] keys that are known go on for a day while their address is down, and not longer', async () => {
  const { state, opens } = open()
  expect(await opens('first')).toBe(true)
  state.served = 'down'
  state.now += 24 * 60 * minute - 1_000
  expect(await opens('first')).toBe(true)
  // It was asked, once, and not again right away.
  expect([await opens('first'), state.asked]).toEqual([true, 2])
  state.now += 2_000
  expect(await opens('first')).toBe('ROOM_UNAVAILABLE')
  state.now += 6_000
  state.served = [first]
  expect(await opens('first')).toBe(true)
})

it('[CT5] an address that has just failed is left alone for five seconds', async () => {
  const { state, opens } = open()
  state.served = 'down'
  expect([await opens('first'), await opens('first')]).toEqual(['ROOM_UNAVAILABLE', 'ROOM_UNAVAILABLE'])
  expect(state.asked).toBe(1)
  state.served = [first]
  state.now += 4_000
  expect(await opens('first')).toBe('ROOM_UNAVAILABLE')
  state.now += 2_000
  expect([await opens('first'), state.asked]).toEqual([true, 2])
})
