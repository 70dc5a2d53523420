/** What the runtime of a started server holds in memory, as the operating system counts it. */
import { readdirSync, readFileSync } from 'node:fs'
import type { RunningServer } from './server.ts'

const statusOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

/** Resident bytes of the server's workerds, of which there is more than one. Throws when it has none. */
export const runtimeBytes = ({ pid }: RunningServer): number => {
  const resident = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statusOf)
    .filter((status) => /^Name:\tworkerd$/m.test(status) && new RegExp(`^PPid:\t${pid}$`, 'm').test(status))
    .map((status) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024)
  if (resident.length === 0) throw new Error(`no workerd is a child of ${pid}`)
  return resident.reduce((sum, bytes) => sum + bytes, 0)
}
