/**
 * Packs the packages that customers install, so that each tarball is whole: no other package of ours has to be had from a registry. The
 * client and the server's package carry the protocol inside, and a CommonJS build for `require` and Jest beside their modules.
 */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, posix, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { buildSdk } from '../build/sdk.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies?: Readonly<Record<string, string>>
}

const protocolName = '@syncforge/protocol'
/** Where the protocol lies in a tarball that carries it. */
const protocolFolder = 'dist/protocol'
const commonJsFolder = 'dist/cjs'

const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest

const writeJson = (path: string, value: object): Promise<void> => writeFile(path, `${JSON.stringify(value, null, 2)}\n`)

/** What nobody outside the repository can resolve: the condition under which our own tools read the sources. */
const withoutSource = (exports: Manifest['exports']): Manifest['exports'] =>
  Object.fromEntries(
    Object.entries(exports).map(([path, target]) => {
      if (typeof target === 'string') return [path, target]
      const { source: _, ...conditions } = target
      return [path, conditions]
    }),
  )

const copyBuilt = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true })
  for (const name of ['dist', 'LICENSE', 'PROTOCOL.md']) {
    await cp(join(from, name), join(to, name), { recursive: true, force: true }).catch(
      (error: NodeJS.ErrnoException) => {
        // Only the protocol has a document of its own.
        if (error.code !== 'ENOENT' || name !== 'PROTOCOL.md') throw error
      },
    )
  }
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))

/** Lets every file of a package find the protocol beside it. */
const useOwnProtocol = async (staged: string): Promise<void> => {
  const specifier = new RegExp(`(['"])${protocolName}(?:/([\\w-]+))?\\1`, 'g')
  for (const file of await filesIn(join(staged, 'dist'))) {
    const path = join(staged, 'dist', file)
    const text = await readFile(path, 'utf8')
    const changed = text.replaceAll(specifier, (_, quote: string, part = 'index') => {
      const to = posix.relative(dirname(`dist/${file}`), `${protocolFolder}/${part}.js`)
      return `${quote}${to.startsWith('.') ? to : `./${to}`}${quote}`
    })
    if (changed !== text) await writeFile(path, changed)
  }
}

/** One CommonJS script, and the declarations once more as CommonJS reads them. */
const addCommonJs = async (staged: string, entries: readonly string[] = ['index']): Promise<void> => {
  const folder = join(staged, commonJsFolder)
  await build({
    absWorkingDir: staged,
    entryPoints: entries.map((entry) => `dist/${entry}.js`),
    outdir: folder,
    bundle: true,
    packages: 'external',
    format: 'cjs',
    target: 'es2022',
    platform: 'neutral',
    // A module that is imported later would bring the modules of Yjs beside its CommonJS build: two copies of it.
    supported: { 'dynamic-import': false },
    sourcemap: true,
    logLevel: 'silent',
  })
  for (const file of await filesIn(join(staged, 'dist'))) {
    if (!file.endsWith('.d.ts') || file.startsWith('cjs/')) continue
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await cp(join(staged, 'dist', file), join(folder, file))
  }
  await writeJson(join(folder, 'package.json'), { type: 'commonjs' })
}

/** For `import` and for `require`. */
const both = (entry = 'index') => ({
  import: { types: `./dist/${entry}.d.ts`, default: `./dist/${entry}.js` },
  require: { types: `./${commonJsFolder}/${entry}.d.ts`, default: `./${commonJsFolder}/${entry}.js` },
})
/** Bundlers and tools read it. */
const manifestToo = { './package.json': './package.json' }

/** For a package that carries nothing of another one. */
const stageAlone =
  (folder: string) =>
  async (root: string, staged: string): Promise<void> => {
    const source = join(root, folder)
    const manifest = await readManifest(source)
    await copyBuilt(source, staged)
    await writeJson(join(staged, 'package.json'), { ...manifest, exports: withoutSource(manifest.exports) })
  }

/** What bindings to frameworks and editors stand on, beside the client itself. */
const bindingEntries = ['line-feeds', 'live-view', 'rooms', 'undo']

const stageClient = async (root: string, staged: string): Promise<void> => {
  const source = join(root, 'sdk/client')
  const manifest = await readManifest(source)
  await copyBuilt(source, staged)
  await cp(join(root, 'sdk/protocol/dist'), join(staged, protocolFolder), { recursive: true })
  await useOwnProtocol(staged)
  await addCommonJs(staged, ['index', ...bindingEntries])
  const bindings = Object.fromEntries(bindingEntries.map((entry) => [`./${entry}`, both(entry)]))
  const { [protocolName]: _, ...own } = manifest.dependencies ?? {}
  const { dependencies: protocols } = await readManifest(join(root, 'sdk/protocol'))
  await writeJson(join(staged, 'package.json'), {
    ...manifest,
    exports: { '.': both(), ...bindings, ...manifestToo },
    dependencies: { ...protocols, ...own },
  })
}

/** What `dist/index` and its declarations lead to. */
const reachable = async (staged: string, ending: '.js' | '.d.ts'): Promise<ReadonlySet<string>> => {
  const found = new Set<string>()
  const visit = async (file: string): Promise<void> => {
    if (found.has(file)) return
    found.add(file)
    const text = await readFile(join(staged, file), 'utf8')
    for (const [, to = ''] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)\.[jt]s['"]/g))
      await visit(posix.join(posix.dirname(file), `${to}${ending}`))
  }
  await visit(`dist/index${ending}`)
  return found
}

/** Leaves out the parts of the protocol that the package does not use: what they need is not installed with it. */
const dropUnused = async (staged: string): Promise<void> => {
  const used = new Set([...(await reachable(staged, '.js')), ...(await reachable(staged, '.d.ts'))])
  for (const file of await filesIn(join(staged, protocolFolder))) {
    const path = posix.join(protocolFolder, file)
    if (!used.has(path.replace(/\.map$/, ''))) await rm(join(staged, path))
  }
}

const stageServer = async (root: string, staged: string): Promise<void> => {
  const source = join(root, 'sdk/server')
  const manifest = await readManifest(source)
  await copyBuilt(source, staged)
  await cp(join(root, 'sdk/protocol/dist'), join(staged, protocolFolder), { recursive: true })
  await useOwnProtocol(staged)
  await dropUnused(staged)
  await addCommonJs(staged)
  const { [protocolName]: _, ...dependencies } = manifest.dependencies ?? {}
  await writeJson(join(staged, 'package.json'), {
    ...manifest,
    exports: { '.': both(), ...manifestToo },
    dependencies,
  })
}

const stages: Readonly<Record<string, (root: string, staged: string) => Promise<void>>> = {
  protocol: stageAlone('sdk/protocol'),
  client: stageClient,
  ui: stageAlone('sdk/ui'),
  react: stageAlone('sdk/react'),
  vue: stageAlone('sdk/vue'),
  server: stageServer,
}

/**
 * Builds what has changed and writes a tarball of each package into `folder`. Resolves with their paths.
 *
 * @example
 * await packSdk(root, join(root, 'tarballs')) // [ …/syncforge-protocol-0.1.0.tgz, …/syncforge-client-0.1.0.tgz, …/syncforge-server-0.1.0.tgz ]
 */
export const packSdk = async (root: string, folder: string): Promise<readonly string[]> => {
  await buildSdk(root)
  await mkdir(folder, { recursive: true })
  const tarballs: string[] = []
  for (const [name, stage] of Object.entries(stages)) {
    const staged = await mkdtemp(join(tmpdir(), `syncforge-pack-${name}-`))
    try {
      await stage(root, staged)
      const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
      // `npm` is a batch file on Windows, which only a shell can start.
      const { stdout } = await promisify(execFile)('npm', args, { cwd: staged, shell: process.platform === 'win32' })
      tarballs.push(join(folder, stdout.trim().split('\n').at(-1) ?? ''))
    } finally {
      await rm(staged, { recursive: true, force: true })
    }
  }
  return tarballs
}
