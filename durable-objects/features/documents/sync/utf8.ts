/** UTF-8 that need not become a text: what is only counted or passed over costs a look at its bytes. */

const isNext = (byte: number | undefined, from = 0x80, to = 0xbf): boolean =>
  byte !== undefined && byte >= from && byte <= to

/** How many bytes the character beyond ASCII at `at` has, 0 for none. The table of well-formed sequences: Unicode, 3.9, table 3-7. */
const sequenceAt = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at] ?? 0
  const second = bytes[at + 1]
  if (first >= 0xc2 && first <= 0xdf) return isNext(second) ? 2 : 0
  if (first >= 0xe0 && first <= 0xef) {
    const [from, to] = [first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf]
    return isNext(second, from, to) && isNext(bytes[at + 2]) ? 3 : 0
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const [from, to] = [first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf]
    return isNext(second, from, to) && isNext(bytes[at + 2]) && isNext(bytes[at + 3]) ? 4 : 0
  }
  return 0
}

/** Where the first byte after `from` is, or up to seven before it, that is not ASCII. Eight at a time: most texts are nothing else. */
const asciiUntil = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from
  for (; at + 8 <= end; at += 8) {
    const first = (bytes[at] ?? 0) | (bytes[at + 1] ?? 0) | (bytes[at + 2] ?? 0) | (bytes[at + 3] ?? 0)
    const second = (bytes[at + 4] ?? 0) | (bytes[at + 5] ?? 0) | (bytes[at + 6] ?? 0) | (bytes[at + 7] ?? 0)
    if ((first | second) > 0x7f) break
  }
  return at
}

/** The length that the bytes `from`…`end` have as a text, in UTF-16 units. @throws RangeError when they are no UTF-8 */
export const textLength = (bytes: Uint8Array, from: number, end: number): number => {
  if (end > bytes.length) throw new RangeError('a text that ends after its bytes')
  let at = asciiUntil(bytes, from, end)
  let units = at - from
  while (at < end) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1
      units += 1
      continue
    }
    const length = sequenceAt(bytes, at)
    if (length === 0 || at + length > end) throw new RangeError('a text that is no UTF-8')
    at += length
    units += length === 4 ? 2 : 1
  }
  return units
}
