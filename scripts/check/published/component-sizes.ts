// Owns the weight of the components: each alone with what it needs, and all of them, without the client, Yjs and what they stand on.
// Refuses a set that a page would feel; the reference shows what is measured here.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Check } from '../check.ts'

/**
 * What a page may ask for at once, Lit included. Comments with the client, which is 14 kB as first loaded, and a framework's wrappers are to stay
 * below 40 kB.
 */
const budgets: readonly {
  readonly name: string
  readonly imports: readonly string[]
  readonly maxGzipBytes: number
}[] = [
  { name: 'thread and composer', imports: ['@syncforge/ui/thread', '@syncforge/ui/composer'], maxGzipBytes: 24_500 },
  { name: 'all of them', imports: ['@syncforge/ui'], maxGzipBytes: 45_000 },
]

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

const told = ({ name, bytes }: { readonly name: string; readonly bytes: number }) => `${name}: ${bytes} bytes gzipped`

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
    const notes = [...sizes, { name: 'lit, which is in each of them', bytes: lit }].map(told)
    const problems: string[] = []
    for (const { name, imports, maxGzipBytes } of budgets) {
      const bytes = await weigh(root, imports.map((each) => `import '${each}'`).join('\n'))
      if (bytes > maxGzipBytes) problems.push(`${told({ name, bytes })}, ${maxGzipBytes} are allowed`)
      else notes.push(told({ name, bytes }))
    }
    return { problems, notes }
  },
}
