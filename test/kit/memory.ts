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

/** Resident bytes of the server's workerd. Throws when it has none. */
export const runtimeBytes = ({ pid }: RunningServer): number => {
  for (const candidate of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const status = statusOf(candidate)
    if (!/^Name:\tworkerd$/m.test(status) || !new RegExp(`^PPid:\t${pid}$`, 'm').test(status)) continue
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
  }
  throw new Error(`no workerd is a child of ${pid}`)
}
