/** Owns the pace of outgoing samples: the first after quiet leaves at once, later ones together, once per interval. */
import { timerMs } from './backoff.ts'

export interface Pace {
  /** Something is to be sent: now if it was quiet, else at the end of the interval. */
  request(): void
  /** Sends what waits, now. */
  flush(): void
  /** Forgets what waits. The pace can be used again. */
  cancel(): void
}

/**
 * `intervalMs` is read anew for every interval: the room may ask for another pace. `send` is called with nothing: it reads the newest state itself, so that older samples fall away.
 *
 * @example
 * const pace = createPace(() => 16, () => socket.send(encode(newest)))
 */
export const createPace = (intervalMs: () => number, send: () => void): Pace => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wanted = false

  const rest = () => {
    timer = setTimeout(() => {
      timer = undefined
      if (wanted) fire()
    }, timerMs(intervalMs()))
  }
  const fire = () => {
    wanted = false
    rest()
    send()
  }
  return {
    request() {
      wanted = true
      if (timer === undefined) fire()
    },
    flush() {
      if (!wanted) return
      clearTimeout(timer)
      fire()
    },
    cancel() {
      clearTimeout(timer)
      timer = undefined
      wanted = false
    },
  }
}
