/** The edge, in order: request id, log, CORS, key, body bound, routes, the page. Every failure leaves as the one envelope. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { RoomError } from '@syncforge/protocol/errors'
import { cors } from 'hono/cors'
import { renderDocs, type ShownApi } from './docs/render.ts'
import type { EdgeEnv } from './env.ts'
import { accessLog } from './middleware/access-log.ts'
import { bodyBound } from './middleware/body-bound.ts'
import { requestId } from './middleware/request-id.ts'
import { safeJson } from './middleware/safe-json.ts'
import { secretKey } from './middleware/secret-key.ts'
import { describe } from './openapi.ts'
import { onError, onNotFound } from './problem.ts'
import { health } from './routes/health.ts'
import { page } from './routes/page.ts'
import { roomBranches } from './routes/room-branches.ts'
import { roomContents } from './routes/room-contents.ts'
import { roomFiles } from './routes/room-files.ts'
import { roomHealth } from './routes/room-health.ts'
import { roomPeople } from './routes/room-people.ts'
import { roomVersions } from './routes/room-versions.ts'
import { rooms } from './routes/rooms.ts'
import { roomTokens } from './routes/tokens.ts'

// Keys travel in a header, never in a cookie: any page may call, and none gets more than the key it has.
const crossOrigin = cors({ origin: '*', exposeHeaders: ['x-request-id'], maxAge: 86_400 })

export const createApp = () => {
  const app = new OpenAPIHono<EdgeEnv>({
    defaultHook: (result) => {
      if (result.success) return
      const details = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
      throw new RoomError('VALIDATION_ERROR', 'The request is not valid', details)
    },
  })
  app.onError(onError)
  app.notFound(onNotFound)
  app.openAPIRegistry.registerComponent('securitySchemes', 'secretKey', { type: 'http', scheme: 'bearer' })
  app.use(requestId)
  app.use('/api/*', accessLog)
  for (const path of ['/api/*', '/health', '/openapi.json']) app.use(path, crossOrigin)
  // Before any body is read: nobody without a key makes the edge hold bytes.
  app.use('/api/*', secretKey)
  app.use('/api/*', bodyBound)
  app.use('/api/*', safeJson)
  const api = app
    .route('/', health)
    .route('/', roomTokens)
    .route('/', rooms)
    .route('/', roomContents)
    .route('/', roomPeople)
    .route('/', roomHealth)
    .route('/', roomVersions)
    .route('/', roomFiles)
    .route('/', roomBranches)
  api.get('/openapi.json', (c) => c.json(describe(api)))
  api.get('/docs', (c) => {
    const { info, paths = {}, components } = describe(api)
    // The generator's types allow all of OpenAPI; ours is what the routes above declare.
    const shown = { info, paths, schemas: components?.schemas ?? {} } as unknown as ShownApi
    c.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'",
    )
    return c.html(renderDocs(shown, new URL(c.req.url).origin))
  })
  // An unknown address below /api is an error of a program, not a page.
  api.all('/api/*', onNotFound)
  api.all('*', page)
  return api
}
