// Owns the weight of the components: each alone with what it needs, and all of them, without the client, Yjs and what they stand on; and of what a page
// of a framework imports, with the client as it is first loaded. Refuses a set that a page would feel; the reference shows what is measured here.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Check } from '../check.ts'

/** Of an import, Lit included: everything at once, and a thread with its composer, which stays below 40 kB together with the client's 14 (others: 145). */
const maxGzipBytes: Readonly<Record<string, number>> = { '@syncforge/ui': 60_000, '@syncforge/ui/thread': 26_000 }

/** What pages of frameworks import: a room alone, and a room with comments. Beside React or Vue, and Yjs with what it stands on. */
const ofFrameworks = Object.entries({ react: 'SyncForgeProvider', vue: 'syncForge' }).flatMap(([framework, client]) => [
  { framework, names: [client, 'useRoom'], maxBytes: 15_500 },
  { framework, names: [client, 'useRoom', 'PresenceAvatars', 'CursorLayer'], maxBytes: 30_000 },
  { framework, names: [client, 'useRoom', 'Thread', 'Composer'], maxBytes: 40_000 },
])

interface Import {
  readonly contents: string
  /** A folder of `sdk`. */
  readonly from?: string
  readonly external?: readonly string[]
}

/** What importing it brings at once, minified and gzipped. */
const weigh = async (
  root: string,
  { contents, from = 'ui', external = ['@syncforge/client', 'yjs'] }: Import,
): Promise<number> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: join(root, 'sdk', from) },
    bundle: true,
    splitting: true,
    outdir: 'out',
    metafile: true,
    minify: true,
    write: false,
    charset: 'utf8',
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['source'],
    external: [...external],
    logLevel: 'silent',
  })
  const outputs = Object.entries(metafile.outputs)
  const atOnce = new Set(outputs.flatMap(([path, { entryPoint }]) => (entryPoint === '<stdin>' ? path : [])))
  for (const path of atOnce) {
    for (const { path: imported, kind } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && imported in metafile.outputs) atOnce.add(imported)
  }
  return outputFiles
    .filter(({ path }) => [...atOnce].some((each) => path.endsWith(each)))
    .reduce((sum, { contents: bytes }) => sum + gzipSync(bytes, { level: 9 }).length, 0)
}

export const componentSizes: Check = {
  name: 'component sizes',
  async run(root) {
    const { exports } = JSON.parse(await readFile(join(root, 'sdk/ui/package.json'), 'utf8')) as {
      readonly exports: Readonly<Record<string, unknown>>
    }
    const names = Object.keys(exports).filter((path) => !path.endsWith('.json'))
    const sizes = await Promise.all(
      names.map(async (path) => {
        const name = path.replace('.', '@syncforge/ui')
        return { name, bytes: await weigh(root, { contents: `import '${name}'` }) }
      }),
    )
    const lit = await weigh(root, { contents: "import { LitElement } from 'lit'; console.log(LitElement)" })
    const pages = await Promise.all(
      ofFrameworks.map(async ({ framework, names, maxBytes }) => {
        const list = names.join(', ')
        const contents = `import { ${list} } from '@syncforge/${framework}'; console.log(${list})`
        const external = ['react', 'react-dom', 'vue', 'yjs', 'y-protocols', 'lib0', 'y-indexeddb']
        const bytes = await weigh(root, { contents, from: framework, external })
        return { name: `{ ${list} } from @syncforge/${framework} with the client`, bytes, maxBytes }
      }),
    )
    const measured = [...sizes, { name: 'lit, which is in each of them', bytes: lit }, ...pages]
    const notes = measured.map(({ name, bytes }) => `${name}: ${bytes} bytes gzipped`)
    const problems = [...sizes.map((size) => ({ ...size, maxBytes: maxGzipBytes[size.name] ?? size.bytes })), ...pages]
      .filter(({ bytes, maxBytes }) => bytes > maxBytes)
      .map(({ name, bytes, maxBytes }) => `${name} is ${bytes} bytes gzipped, ${maxBytes} are allowed`)
    return { problems, notes }
  },
}
