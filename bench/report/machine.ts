// Owns the description of where and with what a run was made: figures without it mean nothing.
import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'
import { installedVersion, installedWorkerd } from '../servers/packages.ts'

const commit = () => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'uncommitted'
  }
}

export const describeMachine = () => ({
  date: new Date().toISOString(),
  commit: commit(),
  cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  kernel: `Linux ${release()}`,
  node: process.version,
  workerd: installedWorkerd(),
  yjs: installedVersion('yjs'),
})

export type Machine = ReturnType<typeof describeMachine>
