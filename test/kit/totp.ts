/** An authenticator app for tests: codes of now, of the step before and of the next, all of which are taken. */
import { createHmac } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const fromBase32 = (text: string): Buffer => {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/**
 * @param uri what was shown as a QR code
 * @param step how many half minutes from now
 */
export const codeOf = (uri: string, step = 0): string => {
  const secret = fromBase32(new URL(uri).searchParams.get('secret') ?? '')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + step))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/**
 * Gives codes that are taken and that nobody has used: each is good once, and half a minute may pass between two of them.
 *
 * @returns a function whose first three calls within a minute have each another code
 */
export const codesOf = (uri: string): (() => string) => {
  const used = new Set<string>()
  return () => {
    const code = [0, 1, -1].map((step) => codeOf(uri, step)).find((each) => !used.has(each))
    if (code === undefined) throw new Error('Every code of this minute was used')
    used.add(code)
    return code
  }
}
