// Owns what customers get: packs the SDK and lets publint and are-the-types-wrong judge the tarballs as npm would unpack them.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { packSdk } from '../../pack/pack.ts'
import type { Check } from '../check.ts'

const manifestOf = async (tarball: ArrayBuffer) => {
  const pkg = createPackageFromTarballData(new Uint8Array(tarball))
  return JSON.parse(pkg.readFile(`/node_modules/${pkg.packageName}/package.json`)) as {
    readonly name: string
    readonly exports: Readonly<Record<string, object>>
  }
}

/**
 * What needs no mending: TypeScript's oldest way of resolving knows no `exports` at all, and a package without a `require` condition is
 * for modules only.
 */
const isMeant = (problem: Problem, hasCommonJs: boolean): boolean => {
  if ('resolutionKind' in problem && problem.resolutionKind === 'node10') return true
  return problem.kind === 'CJSResolvesToESM' && !hasCommonJs
}

/** What is wrong with one tarball, a sentence each. */
export const judgeTarball = async (tarball: ArrayBuffer): Promise<readonly string[]> => {
  const { name, exports } = await manifestOf(tarball)
  const hasCommonJs = JSON.stringify(exports).includes('"require"')
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  const lints = messages
    .filter(({ type }) => type !== 'suggestion')
    .map((message) => `${name}: ${formatMessage(message, pkg) ?? message.code}`)
  const entrypoints = Object.keys(exports).filter((path) => !path.includes('*'))
  const types = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)), { entrypoints })
  if (types.types === false) return [...lints, `${name} has no types`]
  const wrong = types.problems
    .filter((problem) => !isMeant(problem, hasCommonJs))
    .map(({ kind, ...where }) => `${name}: ${kind} ${JSON.stringify(where)}`)
  return [...lints, ...wrong]
}

export const packages: Check = {
  name: 'the packed packages (publint, are-the-types-wrong)',
  async run(root) {
    const folder = await mkdtemp(join(tmpdir(), 'syncforge-packages-'))
    try {
      const problems: string[] = []
      for (const path of await packSdk(root, folder)) {
        const { buffer, byteOffset, byteLength } = await readFile(path)
        problems.push(...(await judgeTarball((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength))))
      }
      return { problems }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
