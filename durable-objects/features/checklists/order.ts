/** Fractional order keys (rule CK1): texts that compare as the items stand; between any two there is another. */
const digits = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A key between two, which are `null` at the ends. No key ends in the lowest digit, so that there is always one below. */
export const keyBetween = (before: string | null, after: string | null): string => {
  let key = ''
  let isBelowAfter = after === null
  for (let place = 0; ; place++) {
    const low = digits.indexOf(before?.[place] ?? '0')
    const high = isBelowAfter ? digits.length : digits.indexOf(after?.[place] ?? '0')
    // At an end one step, so that a list that grows there has short keys.
    const middle = before === null || after !== null ? Math.floor((low + high) / 2) : low + 1
    if (middle > low && middle < high) return key + digits[middle]
    key += digits[low]
    if (low < high) isBelowAfter = true
  }
}

/** So many keys in order, as short as can be and with room between them. */
export const spreadKeys = (count: number): readonly string[] => {
  const places = Math.max(1, Math.ceil(Math.log((count + 1) * 2) / Math.log(digits.length)))
  const step = Math.floor(digits.length ** places / (count + 1))
  // The last digit is never the lowest: there is always a key below.
  return Array.from({ length: count }, (_, i) => {
    let left = (i + 1) * step
    let key = '1'
    for (let place = 0; place < places; place++) {
      key = (digits[left % digits.length] ?? '0') + key
      left = Math.floor(left / digits.length)
    }
    return key
  })
}
