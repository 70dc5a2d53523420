/**
 * Bounds what may wait for a socket that does not read. The runtime does not say how much that is (`bufferedAmount` is missing), and nothing that a
 * client says of itself shows that it has read: all that a socket was sent since it came counts, or since the object woke up. Who has been sent more is
 * to be ended; a client that reads comes back, is told everything, and has missed nothing.
 */
export interface Sent {
  /** Counts `text`. Whether it may still go out: the first always may. */
  take(socket: WebSocket, text: string): boolean
}

/** @param max characters of one socket, each at most three bytes */
export const createSent = (max: number): Sent => {
  const characters = new WeakMap<WebSocket, number>()
  return {
    take(socket, text) {
      const before = characters.get(socket) ?? 0
      characters.set(socket, before + text.length)
      return before === 0 || before + text.length <= max
    },
  }
}
