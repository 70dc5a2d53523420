/** Keeps a workerd process running that others can do without for a moment: when it ends by itself, it is started again. */
import { reasonOf } from '../start-error.ts'
import type { RunningWorkerd } from './run.ts'

/** The pause before it is started again: longer each time it ends soon after it began. */
const PAUSE_MIN_MS = 100
const PAUSE_MAX_MS = 5_000
/** Who ran this long is taken for well. */
const WELL_AFTER_MS = 10_000

export interface KeptWorkerd {
  /** Ends the process, and whatever would start it again. */
  stop(): Promise<void>
}

/**
 * Rejects when the first start fails; from then on a failure is told on the terminal and tried again.
 *
 * @param name what the terminal calls it
 * @param start starts it once
 */
export const keepRunning = async (name: string, start: () => Promise<RunningWorkerd>): Promise<KeptWorkerd> => {
  let current: RunningWorkerd | undefined = await start()
  let isStopped = false
  let wake = () => {}
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const watch = async () => {
    let pauseMs = PAUSE_MIN_MS
    while (!isStopped) {
      const startedAt = Date.now()
      const reason = await current?.ended
      pauseMs = Date.now() - startedAt > WELL_AFTER_MS ? PAUSE_MIN_MS : Math.min(pauseMs * 2, PAUSE_MAX_MS)
      await pause(pauseMs)
      // A signal to the whole group ends both of us: nothing is wrong then, and it is not told.
      if (isStopped) return
      if (reason !== undefined) console.error(`${name} ended by itself: ${reason}. It is started again.`)
      try {
        current = await start()
      } catch (error) {
        current = undefined
        console.error(`${name} could not be started again: ${reasonOf(error)}`)
      }
    }
  }
  const watching = watch()
  return {
    async stop() {
      isStopped = true
      wake()
      await current?.stop()
      await watching
      // It may have been started while it was asked to end.
      await current?.stop()
    },
  }
}
