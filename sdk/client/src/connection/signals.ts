/** Owns what the platform tells about the page and the network. Where there is no page, nothing is ever heard. */

/** `returned`: the network or the page is back. `doubtful`: the connection may be dead. `leaving`: the page is going for good. */
export type Signal = 'returned' | 'doubtful' | 'leaving'

interface EventSource {
  addEventListener?(type: string, listener: (event: Event) => void): void
  removeEventListener?(type: string, listener: (event: Event) => void): void
}

/**
 * Listens to the page and the network until the returned function is called.
 *
 * @example const stop = listenToSignals((signal) => signal === 'leaving' && socket.close())
 */
export const listenToSignals = (hear: (signal: Signal) => void): (() => void) => {
  const page: EventSource = globalThis
  const view = typeof document === 'undefined' ? undefined : document
  const heard: readonly (readonly [EventSource | undefined, string, (event: Event) => void])[] = [
    [page, 'online', () => hear('returned')],
    [page, 'offline', () => hear('doubtful')],
    [page, 'pageshow', (event) => (event as PageTransitionEvent).persisted && hear('returned')],
    // A page kept for the back button may return; only one that is gone says goodbye.
    [page, 'pagehide', (event) => (event as PageTransitionEvent).persisted || hear('leaving')],
    [view, 'visibilitychange', () => view?.visibilityState === 'visible' && hear('returned')],
  ]
  for (const [source, type, listener] of heard) source?.addEventListener?.(type, listener)
  return () => {
    for (const [source, type, listener] of heard) source?.removeEventListener?.(type, listener)
  }
}
