/** The socket of somebody's inbox: `/v1/inbox/socket`, with a token that says who they are. Refuses everybody who merely claims to be somebody. */
import { RoomError } from '@syncforge/protocol/errors'
import { subprotocol } from '@syncforge/protocol/version'
import { type InboxAdmission, inboxAdmissionHeader } from '../../../durable-objects/inbox/admission.ts'
import { currentOrigin } from '../../../telemetry/request.ts'
import { inboxObject } from '../../bindings/inbox.ts'
import { log } from '../../log.ts'
import { credentialOf } from '../auth/held-key.ts'
import { verifyToken } from '../auth/issuers/customer-tokens.ts'
import { ownOriginOf } from '../auth/session.ts'
import { isShareLink } from '../auth/share-links.ts'
import { countUse } from '../auth/use.ts'
import { toRefusal } from '../problem.ts'
import { lookUpOrganization, requireOpen } from '../records.ts'
import { reach } from '../rooms.ts'
import { asciiJson, type ConnectContext } from '../sockets/connect.ts'
import { native, requireSubprotocol } from '../sockets/native.ts'
import { isUpgrade, refuse } from '../sockets/refuse.ts'

export const isInboxAddress = (pathname: string): boolean => pathname === '/v1/inbox/socket'

const tokenOf = (url: URL): string => {
  // A share link may follow a token: it says nothing about who somebody is.
  const [token] = (url.searchParams.get('token') ?? '').split(',').filter((part) => !isShareLink(part))
  if (!token) throw new RoomError('UNAUTHORIZED', 'Send a room token as `token`')
  if (token.startsWith('sk_')) throw new RoomError('FORBIDDEN', 'A secret key never belongs in an address or a page')
  if (token.startsWith('pk_'))
    throw new RoomError(
      'FORBIDDEN',
      'An inbox belongs to somebody who has proven who they are: give the SDK an authEndpoint, whose server asks POST /api/v1/tokens',
    )
  return token
}

/** The inbox's own answer to the request for a socket. @throws RoomError */
export const enterInbox = async (
  request: Request,
  { env, requestId, keepAlive }: ConnectContext,
): Promise<Response> => {
  requireSubprotocol(request)
  const url = new URL(request.url)
  const {
    organizationId,
    userId,
    userInfo,
    email = null,
    expiresAt,
    signer,
  } = await verifyToken(env, tokenOf(url), keepAlive)
  if (!isUpgrade(request)) throw new RoomError('PROTOCOL_MISMATCH', 'This address speaks WebSocket')
  requireOpen(await lookUpOrganization(env, organizationId, keepAlive))
  const admission: InboxAdmission = {
    organizationId,
    userId,
    userInfo,
    email,
    requestId,
    credential: signer && credentialOf(signer),
    expiresAt,
    publicUrl: ownOriginOf(env, request),
    origin: currentOrigin(),
  }
  // Set, not added: what a client sent under this name is gone.
  const headers = new Headers(request.headers)
  headers.set(inboxAdmissionHeader, asciiJson(admission))
  headers.set('sec-websocket-protocol', subprotocol)
  const object = inboxObject(env, { organizationId, userId })
  const response = await reach(requestId, () => object.fetch(new Request(request, { headers })))
  if (signer !== null) countUse(env, signer.key.id, 'connections', keepAlive)
  return response
}

/** The inbox's own upgrade, or a refusal. */
export const connectInbox = async (request: Request, context: ConnectContext): Promise<Response> => {
  try {
    return await enterInbox(request, context)
  } catch (error) {
    const refusal = toRefusal(error)
    log('info', { event: 'socket_refused', path: '/v1/inbox/socket', code: refusal.code })
    return refuse(request, refusal, context.requestId, native)
  }
}
