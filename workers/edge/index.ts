/** The worker's entry: sockets first, then the app, then the page. Re-exports the classes that wrangler.toml binds. */
import { createApp } from './app.ts'
import type { Env } from './env.ts'
import { requestIdOf } from './middleware/request-id.ts'
import { keepAliveBy } from './records.ts'
import { connect } from './sockets/connect.ts'
import { isNativeSocket, parseNativeSocket } from './sockets/native.ts'
import { isYjsSocket, parseYjsSocket } from './sockets/yjs.ts'

export { Room } from '../../durable-objects/index.ts'
export { Mirror } from './mirror.ts'

const app = createApp()

const parserOf = (pathname: string) => {
  if (isNativeSocket(pathname)) return parseNativeSocket
  return isYjsSocket(pathname) ? parseYjsSocket : undefined
}

export default {
  fetch(request, env, context) {
    const parse = parserOf(new URL(request.url).pathname)
    if (!parse) return app.fetch(request, env, context)
    return connect(request, parse, { env, requestId: requestIdOf(request), keepAlive: keepAliveBy(context) })
  },
} satisfies ExportedHandler<Env>
