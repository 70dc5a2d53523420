// Owns `npm run check`: runs every check, says how each went, and ends with one line that sums them up.
import { join } from 'node:path'
import { bans } from './bans.ts'
import { bundleSize } from './bundle-size.ts'
import type { Check, Findings } from './check.ts'
import { compile } from './compile.ts'
import { folders } from './folders.ts'
import { imports } from './imports.ts'
import { length } from './length.ts'
import { lint } from './lint.ts'
import { componentSizes } from './published/component-sizes.ts'
import { deployments } from './published/deployments.ts'
import { packages } from './published/packages.ts'
import { rules } from './rules.ts'
import { serverApiTypes } from './server-api.ts'
import { unused } from './unused.ts'

const checks: readonly Check[] = [
  compile,
  lint,
  imports,
  length,
  folders,
  rules,
  bans,
  unused,
  bundleSize,
  componentSizes,
  serverApiTypes,
  packages,
  deployments,
]

const root = join(import.meta.dirname, '..', '..')

const runCheck = async (check: Check): Promise<Findings> => {
  try {
    return await check.run(root)
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] }
  }
}

let failed = 0
for (const check of checks) {
  const startedAt = Date.now()
  const { problems, notes = [] } = await runCheck(check)
  if (problems.length > 0) failed++
  console.log(`${problems.length > 0 ? '✗' : '✓'} ${check.name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
  for (const line of [...problems, ...notes]) console.log(line.replaceAll(/^/gm, '    '))
}
console.log(`\n${checks.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
