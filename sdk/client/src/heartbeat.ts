/** Owns whether a silent connection is still alive: asks after a while of silence, gives up when no answer comes. */
import { limits } from '@syncforge/protocol/limits'

/** How soon a connection must answer when there is reason to doubt it. */
export const probeTimeoutMs = 5_000

export interface Heartbeat {
  /** Anything at all arrived. */
  heard(): void
  /** There is reason to doubt: ask now and wait only {@link probeTimeoutMs}. */
  probe(): void
  stop(): void
}

/**
 * `ask` sends the sign of life, `dead` is called once when nothing answered it.
 *
 * @example const heartbeat = createHeartbeat(() => ws.send('ping'), () => reconnect())
 */
export const createHeartbeat = (ask: () => void, dead: () => void): Heartbeat => {
  const { heartbeatIntervalMs, heartbeatTimeoutMs } = limits
  let heardAt = performance.now()
  let asked = false
  let timer: ReturnType<typeof setTimeout>

  const wait = (delayMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(tick, delayMs)
  }
  const askWithin = (delayMs: number) => {
    asked = true
    wait(delayMs)
    ask()
  }
  const tick = () => {
    if (asked) return dead()
    const silentMs = performance.now() - heardAt
    if (silentMs >= heartbeatIntervalMs) askWithin(heartbeatTimeoutMs - heartbeatIntervalMs)
    else wait(heartbeatIntervalMs - silentMs)
  }
  wait(heartbeatIntervalMs)

  return {
    heard() {
      heardAt = performance.now()
      if (!asked) return
      asked = false
      wait(heartbeatIntervalMs)
    },
    probe() {
      if (!asked) askWithin(probeTimeoutMs)
    },
    stop() {
      clearTimeout(timer)
    },
  }
}
