import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { readRoomToken } from './tokens.ts'

const secret = new TextEncoder().encode('a secret of 32 bytes or a few more')
const second = 1_000
const now = Date.parse('2026-11-26T12:00:00.500Z')
const seconds = Math.floor(now / second)

const token = (change: Record<string, unknown> = {}) => {
  const claims = {
    org: 'org_1',
    sub: 'ada',
    info: {},
    rooms: { a: ['write'] },
    iss: 'syncforge',
    aud: 'room',
    jti: 'tok_1',
    iat: seconds,
    exp: seconds + 60,
    ...change,
  }
  return new SignJWT(JSON.parse(JSON.stringify(claims))).setProtectedHeader({ alg: 'HS256' }).sign(secret)
}
const verify = async (change: Record<string, unknown>) => readRoomToken(secret, await token(change), now)

describe('clocks that differ by up to a minute', () => {
  it('do no harm: not yet begun, just ended, issued in the future', async () => {
    expect((await verify({ nbf: seconds + 60 })).userId).toBe('ada')
    expect((await verify({ iat: seconds + 600 })).userId).toBe('ada')
    expect((await verify({ exp: seconds - 2 })).expiresAt).toBe((seconds + 58) * second)
    expect((await verify({ exp: seconds - 59 })).expiresAt).toBe((seconds + 1) * second)
    expect((await verify({ exp: seconds + 1 })).expiresAt).toBe((seconds + 1) * second)
  })

  it('are told from tokens whose time is over or far ahead', async () => {
    await expect(verify({ exp: seconds - 60 })).rejects.toMatchObject({
      code: 'TOKEN_EXPIRED',
      details: { claim: 'exp' },
    })
    await expect(verify({ nbf: seconds + 61 })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      details: { claim: 'nbf' },
    })
  })
})

it.each([
  ['exp', { exp: undefined }],
  ['jti', { jti: undefined }],
  ['iat', { iat: undefined }],
  ['iss', { iss: 'someone' }],
  ['aud', { aud: 'inbox' }],
  ['aud', { aud: undefined }],
  ['exp', { exp: 'soon' }],
  ['exp', { exp: seconds + 60 * 86_400 }],
  ['exp', { exp: seconds + 86_401 }],
  ['exp', { iat: seconds + 86_400, exp: seconds + 86_400 + 61 }],
  ['iat', { iat: 'now' }],
  ['exp', { exp: 1e300 }],
  ['org', { org: '' }],
  ['org', { org: 7 }],
  ['sub', { sub: undefined }],
  ['sub', { sub: 'x'.repeat(257) }],
  ['info.color', { info: { color: 'red;background:url(//x)' } }],
  ['rooms.a.0', { rooms: { a: ['god'] } }],
])('a token that is wrong in %s is refused by that name: %j', async (claim, change) => {
  await expect(verify(change)).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
    message: expect.stringContaining(`The token is not valid: ${claim} `),
    details: { claim },
  })
})
