/** Stands in for Cloudflare's static assets on one machine, as `html_handling = "none"` has them: files of one folder by their full names, gzipped where that lies beside. No listing. */

interface Env {
  readonly FILES: { fetch(request: Request): Promise<Response> }
}

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  md: 'text/markdown; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
}

const takesGzip = (request: Request): boolean => /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')

const notFound = () => new Response(null, { status: 404 })

const serve = async (request: Request, env: Env): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
  const url = new URL(request.url)
  const type = contentTypes[url.pathname.slice(url.pathname.lastIndexOf('.') + 1)]
  if (!type) return notFound()
  const ask = (address: string) => env.FILES.fetch(new Request(address, { method: request.method }))
  const zipped = takesGzip(request) ? await ask(`${url.origin}${url.pathname}.gz`) : null
  const isZipped = zipped?.ok === true
  const file = isZipped ? zipped : await ask(url.href)
  if (!file.ok) return notFound()
  const headers = new Headers({ 'content-type': type, 'cache-control': 'public, max-age=0, must-revalidate' })
  headers.set('vary', 'accept-encoding')
  if (isZipped) headers.set('content-encoding', 'gzip')
  const changedAt = file.headers.get('last-modified')
  const length = file.headers.get('content-length')
  if (length) headers.set('content-length', length)
  // The body is what the header says already.
  const answer = () => new Response(file.body, { headers, encodeBody: 'manual' } as ResponseInit)
  if (!changedAt) return answer()
  const etag = `"${Date.parse(changedAt).toString(36)}-${length}"`
  headers.set('etag', etag)
  if (request.headers.get('if-none-match') === etag) {
    await file.body?.cancel()
    headers.delete('content-length')
    return new Response(null, { status: 304, headers })
  }
  return answer()
}

// workerd calls the default export.
export default { fetch: serve }
