// Owns copies of the project: one as it is, and one that does the same and tells nobody, without a line of a log or a metric. To be measured side by side.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../servers/packages.ts'

/** What is put in the place of what, file by file. */
const silences: readonly { readonly file: string; readonly what: RegExp; readonly by: string }[] = [
  {
    file: 'telemetry/log.ts',
    what: /(export const writeLine = [^\n]+=> \{)/,
    by: '$1\n  if (level !== undefined) return',
  },
  {
    file: 'telemetry/metrics/index.ts',
    what: /$/,
    by: '\nfor (const metric of Object.values(metrics)) Object.assign(metric, { add() {}, observe() {}, set() {} })\n',
  },
  {
    file: 'durable-objects/room/delivery/waiting-times.ts',
    what: /(export const createWaitingTimes = [^\n]+\{\n)/,
    by: '$1  if (metrics !== undefined) return { arrived() {}, spoken() {} }\n',
  },
]

/** What is built of the rest and serves as it is: only the workers are made anew. */
const built = [
  'dist',
  'node_modules/.cache/syncforge',
  ...['client', 'protocol', 'react', 'server', 'ui', 'vue'].map((name) => `sdk/${name}/dist`),
]

/** Copies the project into `folder`, with its packages linked. What is built of it is taken along: it must have been started once. */
export const copyProject = (folder: string): void => {
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: projectRoot, encoding: 'utf8', maxBuffer: 2 ** 26 })
  for (const name of names.split('\0').filter(Boolean)) cpSync(join(projectRoot, name), join(folder, name))
  const installed = join(projectRoot, 'node_modules')
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(installed)) {
    if (name === '.cache') continue
    const target = join(folder, 'node_modules', name)
    // Links to the project's own packages: they lead into the copy.
    if (name === '@syncforge') cpSync(join(installed, name), target, { recursive: true, verbatimSymlinks: true })
    else symlinkSync(join(installed, name), target)
  }
  for (const name of built) cpSync(join(projectRoot, name), join(folder, name), { recursive: true })
}

/** The same, silenced. */
export const copySilenced = (folder: string): void => {
  copyProject(folder)
  for (const { file, what, by } of silences) {
    const text = readFileSync(join(folder, file), 'utf8')
    if (!what.test(text)) throw new Error(`${file} is not what it was: what is measured here has to be looked at again`)
    writeFileSync(join(folder, file), text.replace(what, by))
  }
}
