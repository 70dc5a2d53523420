/** The edge, in order: request id, log, CORS, caller, rate limit, routes, the page. Every failure leaves as the one envelope. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { cors } from 'hono/cors'
import type { EdgeEnv } from './env.ts'
import { accessLog } from './middleware/access-log.ts'
import { authenticate } from './middleware/authenticate.ts'
import { rateLimit } from './middleware/rate-limit.ts'
import { requestId } from './middleware/request-id.ts'
import { describe } from './openapi.ts'
import { invalid, onError, onNotFound } from './problem.ts'
import { accounts } from './routes/accounts.ts'
import { stripeEvents } from './routes/billing/events.ts'
import { stripeStandIn } from './routes/billing/stand-in.ts'
import { converge } from './routes/converge.ts'
import { visitorRoutes } from './routes/features/index.ts'
import { fileBytes } from './routes/file-bytes.ts'
import { routes } from './routes/index.ts'
import { metricsPage } from './routes/metrics.ts'
import { unsubscribe } from './routes/notifications/unsubscribe.ts'
import { branding } from './routes/organizations/branding.ts'
import { outbox } from './routes/outbox.ts'
import { page } from './routes/page.ts'
import { planByHand } from './routes/plan-by-hand.ts'

// Keys travel in a header, never in a cookie: any page may call, and none gets more than the key it has.
const crossOrigin = cors({
  origin: '*',
  exposeHeaders: [
    'etag',
    'idempotent-replayed',
    'x-request-id',
    'retry-after',
    'ratelimit-limit',
    'ratelimit-remaining',
    'ratelimit-reset',
  ],
  maxAge: 86_400,
})

export const createApp = () => {
  const app = new OpenAPIHono<EdgeEnv>({
    // A slash at the end means nothing to a program; pages, whose addresses it changes, look at the address itself.
    strict: false,
    defaultHook: (result) => {
      if (result.success) return
      throw invalid(result.error.issues)
    },
  })
  app.onError(onError)
  app.notFound(onNotFound)
  app.openAPIRegistry.registerComponent('securitySchemes', 'secretKey', { type: 'http', scheme: 'bearer' })
  app.use(requestId)
  app.use('/api/*', accessLog)
  // Before what lets other origins in: sessions are for the platform's own pages.
  app.route('/', accounts)
  app.route('/', outbox)
  app.route('/', planByHand)
  app.route('/', stripeEvents)
  app.route('/', stripeStandIn)
  app.route('/', converge)
  app.route('/', metricsPage)
  app.route('/', unsubscribe)
  const signed = ['/files/*', '/people/*', '/v1/rooms/*']
  for (const path of ['/api/*', '/v1/branding', '/health', '/openapi.json', ...signed]) app.use(path, crossOrigin)
  for (const path of signed) app.use(path, accessLog)
  app.route('/', fileBytes)
  for (const route of visitorRoutes) app.route('/', route)
  app.route('/', branding)
  // Before any body is read: nobody without a key makes the edge hold bytes.
  app.use('/api/*', authenticate)
  app.use('/api/*', rateLimit)
  for (const route of routes) app.route('/', route)
  app.get('/openapi.json', (c) => c.json(describe(app)))
  // An unknown address below /api is an error of a program, not a page.
  app.all('/api/*', onNotFound)
  app.all('*', page)
  return app
}
