/** Owns the signs of life, both ways: gives one at every beat, and tells when nothing has come back for too long. */
import * as limits from '@syncforge/protocol/client-limits'
import { timerMs } from './backoff.ts'

/** How soon a connection must answer when there is reason to doubt it. */
export const probeTimeoutMs = 5_000
/** A beat this late was not the event loop's doing: the machine slept, and the connection may have died meanwhile. */
const sleptMs = 5_000

export interface Heartbeat {
  /** Anything at all arrived. */
  heard(): void
  /** There is reason to doubt: ask now and wait only {@link probeTimeoutMs}. */
  probe(): void
  stop(): void
}

/**
 * `ask` sends the sign of life: every `intervalMs`, whatever is heard, because the room tells by it who is still there. The room
 * answers it without waking. `dead` is called once when nothing was heard for too long.
 *
 * @example const heartbeat = createHeartbeat(15_000, () => ws.send('ping'), () => reconnect())
 */
export const createHeartbeat = (intervalMs: number, ask: () => void, dead: () => void): Heartbeat => {
  let heardAt = performance.now()
  let beatAt = heardAt
  let doubt: ReturnType<typeof setTimeout> | undefined

  const stop = () => {
    clearInterval(timer)
    clearTimeout(doubt)
  }
  const die = () => {
    stop()
    dead()
  }
  const probe = () => {
    if (doubt !== undefined) return
    doubt = setTimeout(die, probeTimeoutMs)
    ask()
  }
  const timer = setInterval(() => {
    const now = performance.now()
    const slept = now - beatAt > intervalMs + sleptMs
    beatAt = now
    if (slept) return probe()
    if (now - heardAt >= limits.heartbeatTimeoutMs) return die()
    ask()
  }, timerMs(intervalMs))

  return {
    heard() {
      heardAt = performance.now()
      clearTimeout(doubt)
      doubt = undefined
    },
    probe,
    stop,
  }
}
