/** Session secrets: what a client shows to take its place again. */

/** Compares without telling by its time how much of the secret was right. */
export const sameSecret = (held: string, shown: string): boolean => {
  if (held.length !== shown.length) return false
  let difference = 0
  for (let i = 0; i < held.length; i++) difference |= held.charCodeAt(i) ^ shown.charCodeAt(i)
  return difference === 0
}
