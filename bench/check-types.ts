// Owns type-checking the bench before it runs, the processes that import the peers' packages included: those are not installed
// where `npm run check` runs, which looks at all the rest.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from './servers/packages.ts'

const projects = ['bench', 'bench/servers/bare', 'bench/servers/peers']

/** What the compiler refuses, as it prints it; empty when the bench fits the protocol and the peers that are installed. */
export const typeErrors = (): string =>
  projects
    .map((project) => {
      const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc')
      const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', project], {
        cwd: projectRoot,
        encoding: 'utf8',
      })
      return status === 0 ? '' : `${stdout}${stderr}`
    })
    .join('')
