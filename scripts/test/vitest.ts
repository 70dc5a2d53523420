// Owns running one vitest project in a process of its own, so that a crash of one is a failure of one.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Tally, tallyOf, type VitestReport } from './tally.ts'

const root = join(import.meta.dirname, '..', '..')

const readReport = async (path: string): Promise<VitestReport | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as VitestReport
  } catch {
    return undefined
  }
}

/** Runs one project with its output shown and counts the results. Never rejects: what goes wrong is a failure. */
export const runVitest = async (project: string, env: NodeJS.ProcessEnv): Promise<Tally> => {
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-test-'))
  const outputFile = join(folder, 'report.json')
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`]
  const exitCode = await new Promise<number>((resolve) => {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const child = spawn(process.execPath, [vitest, ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const stop = () => child.kill('SIGTERM')
    process.on('SIGTERM', stop)
    child.on('error', () => resolve(1))
    child.on('close', (code) => {
      process.off('SIGTERM', stop)
      resolve(code ?? 1)
    })
  })
  const tally = tallyOf(await readReport(outputFile), exitCode)
  await rm(folder, { recursive: true, force: true })
  return tally
}
