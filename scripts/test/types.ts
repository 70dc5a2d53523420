// Owns the `types` project: what must and must not compile. Each file under test/types is one test, judged by the compiler;
// `@ts-expect-error` marks a line that must be refused, so a line that begins to compile fails its file.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { failure, type Tally } from './tally.ts'

const root = join(import.meta.dirname, '..', '..')

const compile = (folder: string): Promise<{ readonly output: string; readonly exitCode: number }> =>
  new Promise((resolve) => {
    const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc')
    const child = spawn(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: root })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.on('error', (error) => resolve({ output: error.message, exitCode: 1 }))
    child.on('close', (exitCode) => resolve({ output, exitCode: exitCode ?? 1 }))
  })

const runFolder = async (folder: string, print: (text: string) => void): Promise<Tally> => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'))
  if (files.length === 0) return failure(`${relative(root, folder)} has no type tests`)
  const { output, exitCode } = await compile(folder)
  if (output) print(output)
  const failed = files.filter((name) => output.includes(`${relative(root, join(folder, name))}(`))
  for (const name of files) print(` ${failed.includes(name) ? '✗' : '✓'} types ${relative(root, join(folder, name))}\n`)
  const problems = (failed.length > 0 || exitCode === 0 ? failed : ['.']).map(
    (name) => `${relative(root, join(folder, name))} does not compile`,
  )
  return {
    passed: files.length - failed.length,
    failed: problems.length,
    skipped: 0,
    skippedNames: [],
    problems,
  }
}

/** Type-checks every folder of `within` that has a tsconfig.json, a folder per set of ambient types. */
export const runTypes = async (
  print: (text: string) => void,
  within: string = join(root, 'test', 'types'),
): Promise<Tally> => {
  const folders = (await readdir(within)).map((name) => join(within, name))
  const projects = folders.filter((folder) => existsSync(join(folder, 'tsconfig.json'))).sort()
  const tallies: Tally[] = []
  for (const folder of projects) tallies.push(await runFolder(folder, print))
  if (tallies.length === 0) return failure(`${within} has no projects`)
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    skipped: 0,
    skippedNames: [],
    problems: tallies.flatMap(({ problems }) => problems),
  }
}
