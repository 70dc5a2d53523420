/**
 * Serves the pages: static files by the folder of their address, with the headers a browser should see. `/dashboard` is one page with
 * addresses of its own below it; everything else is a file, or is not there.
 *
 * PA1  Pages of every origin may load what lies below `/sdk/`, the client for pages without a bundler, and nothing else that is served here.
 */
import type { Context } from 'hono'
import type { EdgeEnv } from '../env.ts'
import { onNotFound } from '../problem.ts'

/** A page runs its own files and nothing else, and nobody frames it. */
const own = ["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]

/** A page with an app in it. */
const app = [
  ...own,
  // An API on another origin, and sockets, also where a browser does not count ws: as 'self'.
  "connect-src 'self' ws: wss:",
  // Avatars are addresses of the customer's choice.
  "img-src 'self' data: https:",
  // CodeMirror and the dashboard's dialogs write styles into the page.
  "style-src 'self' 'unsafe-inline'",
]

const policyOf = (path: string): string => (/^\/(?:dashboard|examples\/.)/.test(path) ? app : own).join('; ')

/** With its slash at the end, which routes do without. */
const pathOf = (c: Context<EdgeEnv>): string => new URL(c.req.url).pathname

/** The client for pages without a bundler, which may be of any origin. */
const isForEveryOrigin = (path: string): boolean => path.startsWith('/sdk/')

const asksForPage = (c: Context<EdgeEnv>) => c.req.header('accept')?.includes('text/html') ?? false

const fileAt = async (c: Context<EdgeEnv>, pathname: string): Promise<Response | null> => {
  const { method, headers } = c.req.raw
  const file = await c.env.ASSETS.fetch(new Request(new URL(pathname, c.req.url), { method, headers }))
  if (file.status !== 404) return file
  await file.body?.cancel()
  return null
}

/** The addresses below `/dashboard` are the page's own business, its files apart. */
const isInDashboard = (path: string): boolean => /^\/dashboard(?:\/(?!assets\/).*)?$/.test(path)

const find = async (c: Context<EdgeEnv>): Promise<Response | null> => {
  const path = pathOf(c)
  // A second slash at the front would make an address of another host of what is sent back.
  if (path.endsWith('/index.html') || path.includes('//')) return null
  const file = path.endsWith('/') ? null : await fileAt(c, path)
  if (file) return file
  if (isInDashboard(path)) return fileAt(c, '/dashboard/index.html')
  const folder = await fileAt(c, path.endsWith('/') ? `${path}index.html` : `${path}/index.html`)
  if (!folder || path.endsWith('/')) return folder
  await folder.body?.cancel()
  // Relative addresses on the page begin at its folder.
  return new Response(null, { status: 308, headers: { location: `${path}/${new URL(c.req.url).search}` } })
}

/** What is for development alone is taken out of the page everywhere else. */
const forProduction = (page: Response): Response =>
  new HTMLRewriter().on('[data-development]', { element: (element) => void element.remove() }).transform(page)

export const page = async (c: Context<EdgeEnv>): Promise<Response> => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return onNotFound(c)
  const found = await find(c)
  const missing = found === null && asksForPage(c) ? await fileAt(c, '/not-found.html') : null
  const file = found ?? missing
  if (!file) return onNotFound(c)
  const response = new Response(file.body, { status: missing ? 404 : file.status, headers: file.headers })
  if (isForEveryOrigin(pathOf(c))) response.headers.set('access-control-allow-origin', '*')
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response
  response.headers.set('content-security-policy', policyOf(pathOf(c)))
  return c.env.SYNCFORGE_ENV === 'development' ? response : forProduction(response)
}
