// Owns the weight of the components: each alone with what it needs, and all of them, without the client, Yjs and what they stand on.
// Refuses a set that a page would feel; the reference shows what is measured here.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Check } from '../check.ts'

/** Of an import, Lit included: everything at once, and a thread with its composer, which stays below 40 kB together with the client's 14 (others: 145). */
const maxGzipBytes: Readonly<Record<string, number>> = { '@syncforge/ui': 60_000, '@syncforge/ui/thread': 26_000 }

/** What importing it brings, minified and gzipped. */
const weigh = async (root: string, contents: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(root, 'sdk/ui') },
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['source'],
    external: ['@syncforge/client', 'yjs'],
    logLevel: 'silent',
  })
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length
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
        return { name, bytes: await weigh(root, `import '${name}'`) }
      }),
    )
    const lit = await weigh(root, "import { LitElement } from 'lit'; console.log(LitElement)")
    const measured = [...sizes, { name: 'lit, which is in each of them', bytes: lit }]
    const notes = measured.map(({ name, bytes }) => `${name}: ${bytes} bytes gzipped`)
    const problems = sizes
      .filter(({ name, bytes }) => bytes > (maxGzipBytes[name] ?? bytes))
      .map(({ name, bytes }) => `${name} is ${bytes} bytes gzipped, ${maxGzipBytes[name]} are allowed`)
    return { problems, notes }
  },
}
