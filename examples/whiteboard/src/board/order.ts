/**
 * Owns the keys by which shapes lie above each other: text that sorts, with room between any two, so that one shape is moved by changing its own key
 * alone. A key is a number of five digits and a fraction; no key ends in 0, for nothing lies between `x` and `x0`.
 */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base = digits.length
const length = 5
const highest = base ** length - 1
const middle = Math.floor(base ** length / 2)
const tail = 'V'

const toDigits = (value: number): string => {
  let [text, rest] = ['', Math.min(highest, Math.max(0, value))]
  for (let place = 0; place < length; place += 1) {
    text = digits.charAt(rest % base) + text
    rest = Math.floor(rest / base)
  }
  return text
}

const toNumber = (key: string): number =>
  [...key.slice(0, length).padEnd(length, '0')].reduce(
    (sum, digit) => sum * base + Math.max(0, digits.indexOf(digit)),
    0,
  )

/** Between two texts of which the first sorts before the second; `null` is after everything. Neither ends in 0. */
const halfway = (low: string, high: string | null): string => {
  if (high !== null) {
    let same = 0
    while (same < high.length && (low[same] ?? '0') === high[same]) same += 1
    if (same > 0) return high.slice(0, same) + halfway(low.slice(same), high.slice(same))
  }
  const from = low ? digits.indexOf(low.charAt(0)) : 0
  const to = high === null ? base : digits.indexOf(high.charAt(0))
  if (to - from > 1) return digits.charAt(Math.round((from + to) / 2))
  if (high !== null && high.length > 1) return high.charAt(0)
  return digits.charAt(from) + halfway(low.slice(1), null)
}

const isKey = (key: string): boolean => /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(key)

/**
 * A key above `below` and under `above`; `null` where there is nothing. Keys that others wrote and that leave no room give the nearest that there is.
 *
 * @example keyBetween(top.order, null) // above all others
 */
export const keyBetween = (below: string | null, above: string | null): string => {
  if (below === null && above === null) return toDigits(middle) + tail
  if (above === null) {
    const number = toNumber(below ?? '')
    return number < highest || !isKey(below ?? '') ? toDigits(number + 1) + tail : halfway(below ?? '', null)
  }
  if (below === null) {
    const number = toNumber(above)
    return number > 0 ? toDigits(number - 1) + tail : halfway('', isKey(above) ? above : tail)
  }
  if (below >= above || !isKey(below) || !isKey(above)) return toDigits(toNumber(below)) + tail
  return halfway(below, above)
}
