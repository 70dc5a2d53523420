/** Serves the editor page: static files, with the headers a browser should see. Answers nothing that is no file. */
import type { Context } from 'hono'
import type { EdgeEnv } from '../env.ts'
import { onNotFound } from '../problem.ts'

const contentSecurityPolicy = [
  "default-src 'self'",
  // An API on another origin, and sockets, also where a browser does not count ws: as 'self'.
  "connect-src 'self' ws: wss:",
  // Avatars are addresses of the customer's choice.
  "img-src 'self' data: https:",
  // CodeMirror writes its styles into the page.
  "style-src 'self' 'unsafe-inline'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

export const page = async (c: Context<EdgeEnv>): Promise<Response> => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return onNotFound(c)
  const file = await c.env.ASSETS.fetch(c.req.raw)
  if (file.status === 404) return onNotFound(c)
  const response = new Response(file.body, file)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'no-referrer')
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    response.headers.set('content-security-policy', contentSecurityPolicy)
  }
  return response
}
