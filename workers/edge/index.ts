/** The worker's entry: sockets first, then the app, then the page. The objects are a worker of their own, `workers/objects`. */
import { RoomError, type WireError } from '@syncforge/protocol/errors'
import { withinRequest } from '../../telemetry/request.ts'
import type { Env } from '../bindings/env.ts'
import { tellSentry } from '../sentry.ts'
import { connectInbox, isInboxAddress } from './inbox/socket.ts'
import { connectLobby, isLobbyAddress } from './lobby/socket.ts'
import { contextOf } from './middleware/request-id.ts'
import { withSecurityHeaders } from './middleware/security-headers.ts'
import { connectPhoenix, isPhoenixAddress } from './phoenix/endpoint.ts'
import { keepAliveBy } from './records.ts'
import { connect } from './sockets/connect.ts'
import { dialectAt } from './sockets/dialects.ts'
import { isUpgrade, refuse } from './sockets/refuse.ts'

tellSentry('edge')

let app: Promise<ReturnType<typeof import('./app.ts').createApp>> | undefined

/** Put together by the first request that is not a socket: an isolate that lets somebody join a room does without all the routes. */
const loadApp = () => {
  app ??= import('./app.ts').then(({ createApp }) => createApp())
  return app
}

/** Put together from the request line and `Host`, either of which may be anything. */
const isAddress = (url: string): boolean => /^https?:\/\/[^/?#]+\//.test(url) && URL.canParse(url)

const noAddress = () => new RoomError('VALIDATION_ERROR', 'The path or the Host header of this request is not valid')

/** The app's answer. One that refuses a socket is told on a completed handshake: a browser cannot read it otherwise. */
const appAnswer = async (
  request: Request,
  requestId: string,
  env: Env,
  context: ExecutionContext,
): Promise<Response> => {
  const response = await (await loadApp()).fetch(request, env, context)
  if (response.status < 400 || !isUpgrade(request)) return response
  const { error } = await response.json<WireError>()
  return refuse(request, new RoomError(error.code, error.message, error.details), requestId)
}

const answer = async (request: Request, requestId: string, env: Env, context: ExecutionContext): Promise<Response> => {
  if (!isAddress(request.url)) return refuse(request, noAddress(), requestId)
  const { pathname } = new URL(request.url)
  if (isInboxAddress(pathname)) return connectInbox(request, { env, requestId, keepAlive: keepAliveBy(context) })
  if (isLobbyAddress(pathname)) return connectLobby(request, { env, requestId, keepAlive: keepAliveBy(context) })
  if (isPhoenixAddress(pathname))
    return connectPhoenix(request, { env, requestId, keepAlive: keepAliveBy(context) }, () => context.abort())
  const dialect = dialectAt(pathname)
  if (!dialect) return appAnswer(request, requestId, env, context)
  return connect(request, dialect, { env, requestId, keepAlive: keepAliveBy(context) })
}

export default {
  async fetch(request, env, context) {
    const underWay = contextOf(request)
    const answered = await withinRequest(underWay, () => answer(request, underWay.requestId, env, context))
    return withSecurityHeaders(answered, env.PUBLIC_URL ?? request.url)
  },
} satisfies ExportedHandler<Env>
