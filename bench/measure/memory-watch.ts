// Owns the sampling of a server's memory during one row, and its upper limit: a server past it is reported, so that
// the machine survives.
import { totalResidentBytes, usageOfTree } from './processes.ts'

const sampleEveryMs = 250

export interface MemoryUse {
  /** When the measured part began: people are in, nothing is moving yet. */
  readonly startBytes: number
  readonly peakBytes: number
  readonly endBytes: number
  /** Largest first. A process that was not there yet, or not any more, held nothing. */
  readonly processes: readonly ProcessMemory[]
}

export interface ProcessMemory {
  readonly command: string
  readonly startBytes: number
  readonly peakBytes: number
  readonly endBytes: number
}

interface Seen {
  readonly command: string
  startBytes: number
  peakBytes: number
  endBytes: number
}

/** Samples a process tree until the first `stop()`; calls `onLimit` once when it holds more than `limitBytes`. */
export const watchMemory = (rootPid: number, limitBytes: number, onLimit: (bytes: number) => void) => {
  const seen = new Map<number, Seen>()
  let startBytes = 0
  let peakBytes = 0
  let endBytes = 0
  let limitReached = false
  let use: MemoryUse | undefined
  const sample = () => {
    const tree = usageOfTree(rootPid)
    if (tree.length === 0) return
    endBytes = totalResidentBytes(tree)
    peakBytes = Math.max(peakBytes, endBytes)
    for (const process of seen.values()) process.endBytes = 0
    for (const { pid, command, residentBytes } of tree) {
      const process = seen.get(pid) ?? { command, startBytes: 0, peakBytes: 0, endBytes: 0 }
      process.peakBytes = Math.max(process.peakBytes, residentBytes)
      process.endBytes = residentBytes
      seen.set(pid, process)
    }
    if (endBytes <= limitBytes || limitReached) return
    limitReached = true
    onLimit(endBytes)
  }
  /** Forgets what was before: from here on it counts. */
  const restart = () => {
    seen.clear()
    peakBytes = 0
    sample()
    startBytes = endBytes
    for (const process of seen.values()) process.startBytes = process.endBytes
  }
  restart()
  const timer = setInterval(sample, sampleEveryMs)
  return {
    restart,
    /** Ends the watch, the first time that it is called. What the server does afterwards, when everybody leaves, is not counted. */
    stop(): MemoryUse {
      if (use !== undefined) return use
      clearInterval(timer)
      sample()
      const processes = [...seen.values()].sort((a, b) => b.peakBytes - a.peakBytes)
      use = { startBytes, peakBytes, endBytes, processes }
      return use
    },
  }
}
