// Owns the sampling of a server's memory during one row, and its upper limit: a server past it is reported, so that
// the machine survives.
import { type ProcessUsage, totalResidentBytes, usageOfTree } from './processes.ts'

const sampleEveryMs = 250

export interface MemoryUse {
  /** When the measured part began: people are in, nothing is moving yet. */
  readonly startBytes: number
  readonly peakBytes: number
  readonly endBytes: number
  /** Peak of each process, largest first. */
  readonly processes: readonly { readonly command: string; readonly peakBytes: number }[]
}

/** Samples a process tree until `stop()`; calls `onLimit` once when it holds more than `limitBytes`. */
export const watchMemory = (rootPid: number, limitBytes: number, onLimit: (bytes: number) => void) => {
  const peaks = new Map<number, ProcessUsage>()
  let startBytes = 0
  let peakBytes = 0
  let endBytes = 0
  let limitReached = false
  const sample = () => {
    const tree = usageOfTree(rootPid)
    if (tree.length === 0) return
    endBytes = totalResidentBytes(tree)
    peakBytes = Math.max(peakBytes, endBytes)
    for (const usage of tree) {
      if (usage.residentBytes > (peaks.get(usage.pid)?.residentBytes ?? 0)) peaks.set(usage.pid, usage)
    }
    if (endBytes <= limitBytes || limitReached) return
    limitReached = true
    onLimit(endBytes)
  }
  /** Forgets what was before: from here on it counts. */
  const restart = () => {
    peaks.clear()
    peakBytes = 0
    sample()
    startBytes = endBytes
  }
  restart()
  const timer = setInterval(sample, sampleEveryMs)
  return {
    restart,
    stop(): MemoryUse {
      clearInterval(timer)
      sample()
      const processes = [...peaks.values()]
        .map(({ command, residentBytes }) => ({ command, peakBytes: residentBytes }))
        .sort((a, b) => b.peakBytes - a.peakBytes)
      return { startBytes, peakBytes, endBytes, processes }
    },
  }
}
