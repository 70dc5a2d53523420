// Owns noticing that whoever started this process has ended, however that went: a `kill -9` tells nobody. Plain JavaScript, because
// bootstrap.mjs uses it before anything is installed. Refuses to guess: where the system does not say who a parent is, only it is watched.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const POLL_MS = 200
const SHELL = /^-?(?:.*\/)?(?:sh|ash|bash|dash|zsh|busybox)$/

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The name and the parent of a process, if the system tells them. */
const describe = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = stat.lastIndexOf(')')
    return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(stat.slice(end + 2).split(' ')[1]) }
  } catch {
    // No /proc on this system, or no such process.
  }
  try {
    const told = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
    const [parent, ...name] = told.split(/\s+/)
    return { name: name.join(' '), parent: Number(parent) }
  } catch {
    return undefined
  }
}

/**
 * Calls `ended` once, when the parent of this process has ended. With `throughShell` also when the parent's parent has, if the parent is
 * a shell: npm runs a script in one, and the shell outlives a killed npm.
 *
 * @param {() => void} ended
 * @param {{ throughShell?: boolean }} [options]
 */
export const whenParentEnds = (ended, { throughShell = false } = {}) => {
  const parent = process.ppid
  const told = throughShell ? describe(parent) : undefined
  const above = told && SHELL.test(told.name) && told.parent > 1 ? told.parent : undefined
  const watch = setInterval(() => {
    // An orphan gets another parent, except on Windows.
    if (process.ppid === parent && isAlive(parent) && (above === undefined || isAlive(above))) return
    clearInterval(watch)
    ended()
  }, POLL_MS)
  watch.unref()
}
