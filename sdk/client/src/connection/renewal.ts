/** When a token is renewed: before it ends, each client at its own moment. Decides times, asks nobody. */

/** Within the last part of the token's time, at most this long before it ends. */
const renewBeforeMs = 60_000
const renewShare = 0.2
/** No token is asked for more often than that on one connection after another. */
export const renewAgainMs = 5_000

/** How long to wait with a token that holds for another `leftMs`. */
export const renewInMs = (leftMs: number): number =>
  leftMs - Math.min(renewBeforeMs, leftMs * renewShare) * (0.5 + Math.random() / 2)

/** How long to wait after the app could not give a new one. */
export const renewAgainInMs = (): number => renewAgainMs * (0.5 + Math.random())
