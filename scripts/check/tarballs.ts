// Owns what customers get: packs each SDK package as npm would, then imports and type-checks every export of the tarballs
// from a folder outside the repository. Refuses exports that exist only here.
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSdk, packages } from '../build/sdk.ts'
import type { Check } from './check.ts'
import { runCommand, runNode } from './command.ts'
import { specifiersIn } from './imports.ts'

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, { readonly default: string }>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

interface Installed {
  readonly folder: string
  readonly manifest: Manifest
  readonly problems: readonly string[]
}

/** The two ways in which customers' projects resolve packages: module, moduleResolution. */
const RESOLUTIONS = [
  ['NodeNext', 'NodeNext'],
  ['ESNext', 'Bundler'],
] as const

// Declarations are checked too (no --skipLibCheck), and no ambient types help them.
const CONSUMER_OPTIONS = ['--strict', '--noEmit', '--pretty', 'false', '--target', 'ES2023', '--types', '']

/** What can be written in an import, with every `*` filled in from the files that are really there. */
const specifiersOf = async (folder: string, { name, exports }: Manifest): Promise<string[]> => {
  const found: string[] = []
  for (const [key, { default: target }] of Object.entries(exports)) {
    if (!key.includes('*')) {
      found.push(name + key.slice(1))
      continue
    }
    const [before = '', after = ''] = target.split('*')
    const names = (await readdir(join(folder, before))).filter((file) => file.endsWith(after))
    found.push(...names.map((file) => name + key.slice(1).replace('*', file.slice(0, -after.length))))
  }
  return found
}

/** Packs `source` and unpacks it where the consumer would have it installed. */
const install = async (source: string, consumer: string): Promise<Installed> => {
  const packed = await runCommand('npm', ['pack', '--silent', '--pack-destination', consumer], source)
  const tarball = packed.output.trim().split('\n').at(-1) ?? ''
  const name = (JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as Manifest).name
  const folder = join(consumer, 'node_modules', name)
  await mkdir(folder, { recursive: true })
  const unpacked = await runCommand('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder], consumer)
  if (unpacked.exitCode !== 0) throw new Error(`${name} could not be packed: ${packed.output} ${unpacked.output}`)
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  const files = await readdir(folder, { recursive: true })
  const strays = files.filter((file) => /\.test\.|tsconfig|(?<!\.d)\.ts$/.test(file))
  return { folder, manifest, problems: strays.map((file) => `${name} packs ${file}`) }
}

/** Packages that a package's code or declarations name without declaring them: they are found here, and not elsewhere. */
const undeclaredIn = async ({ folder, manifest }: Installed): Promise<string[]> => {
  const { name, dependencies, peerDependencies } = manifest
  const declared = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })])
  const problems = new Set<string>()
  for (const file of (await readdir(folder, { recursive: true })).filter((path) => /\.(js|d\.ts)$/.test(path))) {
    const text = await readFile(join(folder, file), 'utf8')
    for (const { specifier } of specifiersIn(text)) {
      const named = /^(@[^/]+\/[^/]+|[^@./][^/]*)/.exec(specifier)?.[1]
      if (named && !declared.has(named)) problems.add(`${name}: ${file} uses ${named}, which it does not declare`)
    }
  }
  return [...problems]
}

/** Links the dependencies that the packages declare, and no others, from those that the repository installed. */
const linkDependencies = async (root: string, consumer: string, manifests: readonly Manifest[]): Promise<void> => {
  const names = manifests.flatMap(({ dependencies, peerDependencies }) =>
    Object.keys({ ...dependencies, ...peerDependencies }),
  )
  for (const name of new Set(names)) {
    if (manifests.some((manifest) => manifest.name === name)) continue
    await symlink(join(root, 'node_modules', name), join(consumer, 'node_modules', name))
  }
}

const tryOut = async (root: string, sources: readonly string[], consumer: string): Promise<string[]> => {
  await writeFile(join(consumer, 'package.json'), '{ "type": "module" }')
  const installed: Installed[] = []
  for (const source of sources) installed.push(await install(source, consumer))
  await linkDependencies(
    root,
    consumer,
    installed.map(({ manifest }) => manifest),
  )
  const specifiers: string[] = []
  for (const { folder, manifest } of installed) specifiers.push(...(await specifiersOf(folder, manifest)))
  return [
    ...installed.flatMap(({ problems }) => problems),
    ...(await Promise.all(installed.map(undeclaredIn))).flat(),
    ...(await importAll(specifiers, consumer)),
    ...(await typeCheckAll(root, specifiers, consumer)),
  ]
}

const importAll = async (specifiers: readonly string[], consumer: string): Promise<string[]> => {
  await writeFile(join(consumer, 'run.js'), specifiers.map((specifier) => `await import('${specifier}')\n`).join(''))
  const { exitCode, output } = await runNode(join(consumer, 'run.js'), [], consumer)
  return exitCode === 0 ? [] : [`importing the packed packages fails:\n${output.trim()}`]
}

const typeCheckAll = async (root: string, specifiers: readonly string[], consumer: string): Promise<string[]> => {
  const imports = specifiers.map((specifier, index) => `import type * as module${index} from '${specifier}'\n`)
  const uses = specifiers.map((_, index) => `keyof typeof module${index}`).join(' | ')
  await writeFile(join(consumer, 'consumer.ts'), `${imports.join('')}export type Names = ${uses}\n`)
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const problems: string[] = []
  for (const [module, resolution] of RESOLUTIONS) {
    const args = [...CONSUMER_OPTIONS, '--module', module, '--moduleResolution', resolution, 'consumer.ts']
    const { exitCode, output } = await runNode(tsc, args, consumer)
    if (exitCode !== 0) problems.push(`types of the packed packages (${resolution}):\n${output.trim()}`)
  }
  return problems
}

/** Packs the packages in `sources`, whose dependencies `root` has installed, and says what a consumer would stumble over. */
export const tryTarballs = async (root: string, sources: readonly string[]): Promise<string[]> => {
  const consumer = await mkdtemp(join(tmpdir(), 'syncforge-consumer-'))
  try {
    return await tryOut(root, sources, consumer)
  } finally {
    await rm(consumer, { recursive: true, force: true })
  }
}

export const tarballs: Check = {
  name: 'exports of the packed packages',
  async run(root) {
    await buildSdk(root)
    const sources = packages.map((folder) => join(root, folder))
    return { problems: await tryTarballs(root, sources) }
  },
}
