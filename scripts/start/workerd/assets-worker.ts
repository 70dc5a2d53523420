/** Stands in for Cloudflare's static assets on one machine, as `html_handling = "none"` has them: files of one folder by their full names. No listing. */

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
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
}

const notFound = () => new Response(null, { status: 404 })

const serve = async (request: Request, env: Env): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
  const url = new URL(request.url)
  const type = contentTypes[url.pathname.slice(url.pathname.lastIndexOf('.') + 1)]
  if (!type) return notFound()
  const file = await env.FILES.fetch(new Request(url, { method: request.method }))
  if (!file.ok) return notFound()
  const headers = new Headers({ 'content-type': type, 'cache-control': 'public, max-age=0, must-revalidate' })
  const changedAt = file.headers.get('last-modified')
  const length = file.headers.get('content-length')
  if (length) headers.set('content-length', length)
  if (!changedAt) return new Response(file.body, { headers })
  const etag = `"${Date.parse(changedAt).toString(36)}-${length}"`
  headers.set('etag', etag)
  if (request.headers.get('if-none-match') === etag) {
    await file.body?.cancel()
    headers.delete('content-length')
    return new Response(null, { status: 304, headers })
  }
  return new Response(file.body, { headers })
}

// workerd calls the default export.
export default { fetch: serve }
