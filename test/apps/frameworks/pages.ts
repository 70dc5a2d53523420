// Owns pages that are built of one script and whatever packages it imports, for tests of frameworks in a real Chromium.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

/** The files that a page needs, by path: `/page.js` is its script, a file of this folder or what it says itself. @param alias packages in place of others */
export const buildPage = async (
  script: string | { readonly contents: string },
  alias: Readonly<Record<string, string>> = {},
): Promise<Map<string, string>> => {
  const { outputFiles } = await build({
    ...(typeof script === 'string'
      ? { entryPoints: [join(import.meta.dirname, script)] }
      : { stdin: { contents: script.contents, resolveDir: import.meta.dirname, sourcefile: 'page.js' } }),
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    alias: { ...alias },
    conditions: ['source'],
    define: { 'process.env.NODE_ENV': '"development"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false' },
    logLevel: 'error',
    write: false,
    outdir: 'out',
    entryNames: 'page',
  })
  return new Map(outputFiles.map(({ path, text }) => [`/${basename(path)}`, text]))
}

/** Builds the script of this folder and serves it, on an origin of its own, as a page. */
export const startPage = async (script: string, alias: Readonly<Record<string, string>> = {}) => {
  const scripts = await buildPage(script, alias)
  const server = createServer(({ url = '/' }, response) => {
    const body = scripts.get(url)
    response.setHeader('content-type', body === undefined ? 'text/html' : 'text/javascript')
    response.end(body ?? '<!doctype html><title>Page</title><body><script type="module" src="/page.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    address: (search: Readonly<Record<string, string>>) => `${address}?${new URLSearchParams(search)}`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
