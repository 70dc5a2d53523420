/** How ids are made. In a file of its own, so that a page loads it with the first thing that makes one. */

export type IdPrefix =
  | 'con'
  | 'ses'
  | 'req'
  | 'org'
  | 'usr'
  | 'mem'
  | 'inv'
  | 'acc'
  | 'vrf'
  | 'tfa'
  | 'rm'
  | 'key'
  | 'guest'
  | 'tok'
  | 'ver'
  | 'gen'
  | 'lease'
  | 'imp'
  | 'link'
  | 'share'
  | 'iss'
  | 'exp'
  | 'fact'
  | 'wh'
  | 'pad'
  | 'evt'
  | 'msg'
  | 'thr'
  | 'itm'
  | 'com'
  | 'att'
  | 'ntf'

const alphabet = '0123456789abcdefghijkmnpqrstuvwxyz'

/** As many random characters of 34 as asked for: ≈ 5.1 bits each. */
export const randomText = (length: number): string => {
  let text = ''
  while (text.length < length) {
    // 238 is the largest multiple of 34 below 256: bytes above it would favour the first letters.
    for (const byte of crypto.getRandomValues(new Uint8Array(length + 4))) {
      if (byte < 238 && text.length < length) text += alphabet[byte % 34]
    }
  }
  return text
}

/**
 * A new random id such as `con_7h2k…`: prefix, underscore, 20 characters of 34 (≈ 101 bits).
 *
 * @example createId('req') // 'req_4s8v0yk3mz1x9c7b2n5q'
 */
export const createId = (prefix: IdPrefix): string => `${prefix}_${randomText(20)}`
