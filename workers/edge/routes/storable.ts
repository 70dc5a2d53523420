/** What PostgreSQL stores: every text but NUL and half of a surrogate pair, in keys as well. */

export const isStorable = (value: unknown): boolean => {
  let storable = true
  JSON.stringify(value, (key, inner: unknown) => {
    for (const text of [key, inner]) if (typeof text === 'string' && /\0|\p{Surrogate}/u.test(text)) storable = false
    return inner
  })
  return storable
}

export const notStorable = 'no NUL character, no half of a surrogate pair'
