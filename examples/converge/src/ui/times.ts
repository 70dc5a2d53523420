/** Owns how moments are written. */
const format = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** `at` in milliseconds since 1970. */
export const spokenTime = (at: number): string => format.format(at)
