/** Owns what a page without a bundler loads: the client, every element and Yjs as one module, what comes on demand beside it. */
import { build } from 'esbuild'

const contents = `
  export * from '@syncforge/client'
  export { lineFeeds } from '@syncforge/client/line-feeds'
  export { createRooms } from '@syncforge/client/rooms'
  export { undoOf } from '@syncforge/client/undo'
  export * from '@syncforge/ui'
  export * as Y from 'yjs'
`

/** Writes `syncforge.js` and its parts into `folder`, with source maps. */
export const buildScriptTag = async (root: string, folder: string): Promise<void> => {
  await build({
    stdin: { contents, resolveDir: root, sourcefile: 'syncforge.js' },
    absWorkingDir: root,
    outdir: folder,
    entryNames: 'syncforge',
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    sourcemap: true,
    format: 'esm',
    target: ['es2022', 'safari17.5'],
    conditions: ['source'],
    charset: 'utf8',
    logLevel: 'warning',
  })
}
