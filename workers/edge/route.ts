/** How a route is declared, and what every one refuses before its own code sees a request: bodies too large, JSON that is unsafe, names that it does not know. */
import { createRoute, type RouteConfig } from '@hono/zod-openapi'
import { limits } from '@syncforge/protocol/limits'
import * as z from 'zod'
import { type BodyRule, bodyBound } from './middleware/body-bound.ts'
import { conditional } from './middleware/conditional.ts'
import { emptyObject } from './middleware/empty-object.ts'
import { IdempotencyKey, idempotent } from './middleware/idempotent.ts'
import { noBody } from './middleware/no-body.ts'
import { safeJson } from './middleware/safe-json.ts'
import { type Need, withRight } from './middleware/with-right.ts'

const anyMessage: BodyRule = { maxBytes: limits.messageMaxBytes }

type Declared<P extends string> = Omit<RouteConfig, 'path'> & {
  path: P
  readonly right: Need | null
  /** Whether answers have an `ETag`, and are spared a caller who has them. */
  readonly isConditional?: true
  /** Also for an organization that was deleted and can still be brought back. */
  readonly whileDeleted?: boolean
  /** The parameter of the path that names a person: about themself, every member may. */
  readonly ownParam?: string
}

/**
 * A route of the API. Objects in its JSON body are to be strict ones; its query is made so here.
 *
 * @param right what a caller must be allowed to do; `signed-in` for any person, `authenticated` for keys as well, `null` where nobody needs to
 *   say who they are
 * @param body what its body may be; JSON of the size of any message when left out
 * @example const get = declareRoute({ method: 'get', path: '/api/v1/rooms/{roomId}', right: 'rooms:read', request: { params }, responses })
 */
export const declareRoute = <P extends string, R extends Declared<P>>(route: R, body: BodyRule = anyMessage) => {
  const { right, whileDeleted, ownParam, isConditional, ...described }: Declared<P> = route
  const { query = z.object({}), ...request } = route.request ?? {}
  const isPost = route.method === 'post'
  const takesJson = 'application/json' in (route.request?.body?.content ?? {})
  const declared = {
    ...described,
    request: {
      ...request,
      query: query instanceof z.ZodObject ? query.strict() : query,
      ...(isPost ? { headers: z.object({ 'idempotency-key': IdempotencyKey.optional() }) } : {}),
    },
    middleware: [
      ...(right ? [withRight(right, { whileDeleted, ownParam })] : []),
      bodyBound(body),
      ...(takesJson ? [emptyObject] : []),
      route.request?.body ? safeJson : noBody,
      ...(isPost ? [idempotent(body)] : []),
      ...(isConditional ? [conditional] : []),
    ],
    'x-right': right,
    ...(route.request?.body ? { 'x-body-max-bytes': body.maxBytes } : {}),
  }
  // What was added refuses more, and gives a handler nothing that the declaration does not tell.
  return createRoute(declared) as unknown as ReturnType<typeof createRoute<P, R>>
}

/** JSON of this shape, as a body or an answer. */
export const jsonContent = <S>(schema: S) => ({ 'application/json': { schema } })
