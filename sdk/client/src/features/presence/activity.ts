/**
 * Owns whether somebody is there: by what the page hears of them, and where there is no page, by what the app does with the room.
 * It listens passively and asks nothing of the network.
 */
import type { Activity } from '@syncforge/protocol/presence'

/** Nothing was touched for this long: idle. */
const idleAfterMs = 120_000
/** The page is hidden for this long: away. Switching between two tabs is not leaving. */
const awayAfterMs = 5_000

const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

export interface ActivityWatch {
  readonly get: () => Activity
  /** Sets it by hand, or with `auto` leaves it to what is observed. */
  set(activity: Activity | 'auto'): void
  /** The app did something with the room. Counts where there is no page. */
  touched(): void
  start(): void
  stop(): void
}

/** `changed` is called after every change. */
export const createActivity = (changed: () => void): ActivityWatch => {
  const page = typeof document === 'undefined' ? null : document
  let byHand: Activity | null = null
  let observed: Activity = 'active'
  let touchedAt = performance.now()
  let hiddenAt: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStarted = false

  const get = () => byHand ?? observed

  const look = () => {
    clearTimeout(timer)
    if (!isStarted) return
    const before = get()
    const now = performance.now()
    const idleInMs = touchedAt + idleAfterMs - now
    const awayInMs = hiddenAt === null ? Number.POSITIVE_INFINITY : hiddenAt + awayAfterMs - now
    observed = awayInMs <= 0 ? 'away' : idleInMs <= 0 ? 'idle' : 'active'
    // Next comes whatever is still ahead; who is away stays it until the page is shown.
    const waits =
      observed === 'away' ? [] : [idleInMs, awayInMs].filter((waitMs) => waitMs > 0 && Number.isFinite(waitMs))
    if (waits.length > 0) timer = setTimeout(look, Math.min(...waits))
    if (get() !== before) changed()
  }
  const touch = () => {
    touchedAt = performance.now()
    // The timer that runs finds the time of the last touch: most touches cost nothing more.
    if (observed !== 'active') look()
  }
  const turned = () => {
    hiddenAt = page?.visibilityState === 'hidden' ? performance.now() : null
    if (hiddenAt === null) touchedAt = performance.now()
    look()
  }

  return {
    get,
    set(activity) {
      const before = get()
      byHand = activity === 'auto' ? null : activity
      if (get() !== before) changed()
    },
    touched() {
      if (page === null) touch()
    },
    start() {
      if (isStarted) return
      isStarted = true
      touchedAt = performance.now()
      for (const type of touches) page?.addEventListener(type, touch, { passive: true, capture: true })
      page?.addEventListener('visibilitychange', turned)
      if (page?.visibilityState === 'hidden') hiddenAt = performance.now()
      look()
    },
    stop() {
      isStarted = false
      clearTimeout(timer)
      for (const type of touches) page?.removeEventListener(type, touch, { capture: true })
      page?.removeEventListener('visibilitychange', turned)
    },
  }
}
