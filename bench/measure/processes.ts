// Owns what the operating system knows about a server's processes: CPU time and resident memory, from /proc.
// Refuses to guess: a process that is gone counts for nothing.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** One process of a server. CPU is user + system time of all its threads since it started. */
export interface ProcessUsage {
  readonly pid: number
  readonly command: string
  readonly cpuMicros: number
  readonly residentBytes: number
}

const conf = (name: string) => Number(execFileSync('getconf', [name], { encoding: 'utf8' }))
const microsPerTick = 1_000_000 / conf('CLK_TCK')
const pageBytes = conf('PAGESIZE')

/** The program's file name: the kernel's own name of a process is that of its first thread. */
const commandOf = (pid: number) => basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '')

const usageOf = (pid: number): (ProcessUsage & { readonly parent: number }) | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The command is in parentheses and may hold spaces: fields are counted from behind it.
    const end = stat.lastIndexOf(')')
    const fields = stat.slice(end + 2).split(' ')
    return {
      pid,
      command: commandOf(pid),
      parent: Number(fields[1]),
      cpuMicros: (Number(fields[11]) + Number(fields[12])) * microsPerTick,
      residentBytes: Number(fields[21]) * pageBytes,
    }
  } catch {
    return undefined
  }
}

/** Usage of a process and of every living descendant of it. Empty when it is gone. */
export const usageOfTree = (root: number): readonly ProcessUsage[] => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => usageOf(Number(name)))
    .filter((usage) => usage !== undefined)
  const tree = all.filter((usage) => usage.pid === root)
  for (const member of tree) tree.push(...all.filter((usage) => usage.parent === member.pid))
  return tree.map(({ parent: _, ...usage }) => usage)
}

export const totalCpuMicros = (tree: readonly ProcessUsage[]) => tree.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0)

export const totalResidentBytes = (tree: readonly ProcessUsage[]) =>
  tree.reduce((sum, { residentBytes }) => sum + residentBytes, 0)

/** CPU time that the whole machine has used since it started, of which idle and waiting for a disk are no part. */
export const machineCpuMicros = (): number => {
  const [line = ''] = readFileSync('/proc/stat', 'latin1').split('\n')
  const [user, nice, system, , , irq, softirq, steal] = line.trim().split(/\s+/).slice(1).map(Number)
  return [user, nice, system, irq, softirq, steal].reduce<number>((sum, ticks) => sum + (ticks ?? 0), 0) * microsPerTick
}

/** Ends a process and everything it started, at once. */
export const killTree = (root: number): void => {
  for (const { pid } of usageOfTree(root)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself in between.
    }
  }
}
