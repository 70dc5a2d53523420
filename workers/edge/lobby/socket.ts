/**
 * The socket of a lobby: `/v1/lobby/socket?rooms=a,b`, with a room token or a publishable key. Finds out what each room is to whoever looks; the room
 * itself has the last word.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { lobbyRoomsMax } from '@syncforge/protocol/lobby'
import { RoomId } from '@syncforge/protocol/schemas'
import { subprotocol } from '@syncforge/protocol/version'
import {
  type LobbyAdmission,
  type OrganizationAdmission,
  organizationAdmissionHeader,
} from '../../../durable-objects/organization/admission.ts'
import { databaseOf } from '../../bindings/database.ts'
import { organizationObject } from '../../bindings/organization.ts'
import { findRoomsById, isDeleted, type RoomEntry } from '../../db/queries/rooms-by-id.ts'
import { log } from '../../log.ts'
import { credentialOf } from '../auth/held-key.ts'
import { countUse } from '../auth/use.ts'
import { toRefusal } from '../problem.ts'
import { lookUpOrganization, requireOpen } from '../records.ts'
import { reach } from '../rooms.ts'
import { type Caller, identify } from '../sockets/caller.ts'
import { asciiJson, type ConnectContext } from '../sockets/connect.ts'
import { native, requireSubprotocol } from '../sockets/native.ts'
import { requireOrigin } from '../sockets/origin.ts'
import { isUpgrade, refuse } from '../sockets/refuse.ts'

export const isLobbyAddress = (pathname: string): boolean => pathname === '/v1/lobby/socket'

/** So long somebody may look without being asked again who they are. */
const keyLivesMs = 24 * 3_600_000

const roomsOf = (url: URL): readonly string[] => {
  const ids = [...new Set((url.searchParams.get('rooms') ?? '').split(',').filter((id) => id !== ''))]
  if (ids.length > lobbyRoomsMax)
    throw new RoomError('LIMIT_EXCEEDED', `A lobby shows at most ${lobbyRoomsMax} rooms`, { max: lobbyRoomsMax })
  const wrong = ids.find((id) => !RoomId.safeParse(id).success)
  if (wrong !== undefined || ids.length === 0)
    throw new RoomError('VALIDATION_ERROR', 'Name the rooms as `rooms`, with commas between their ids', {
      room: wrong?.slice(0, 128) ?? null,
    })
  return ids
}

const admissionOf = (
  { user, access }: Pick<Caller, 'user' | 'access'>,
  id: string,
  found: RoomEntry | undefined,
): Pick<LobbyAdmission, 'rooms' | 'errors'> => {
  const hidden = (code: LobbyAdmission['errors'][number][1]) => ({ rooms: [], errors: [[id, code]] as const })
  // Who has no right to anything here does not learn which rooms there are either.
  if (found === undefined) return hidden(access === null ? 'FORBIDDEN' : 'ROOM_NOT_FOUND')
  if (isDeleted(found)) return hidden(access === null ? 'FORBIDDEN' : 'ROOM_DELETED')
  const isOwner = user.userId !== null && user.userId === found.ownerId
  const byEdge = access === 'default' ? isOwner || found.defaultAccess !== 'none' : access !== null
  // Nothing in the room raises a key alone: it need not be asked.
  if (user.userId === null && !byEdge) return hidden('FORBIDDEN')
  return { rooms: [[id, found.createdAt.getTime(), access, byEdge]], errors: [] }
}

const admit = async (request: Request, { env, requestId, keepAlive }: ConnectContext): Promise<Response> => {
  requireSubprotocol(request)
  const url = new URL(request.url)
  const token = url.searchParams.get('token') ?? ''
  if (token.includes(',')) throw new RoomError('UNAUTHORIZED', 'A lobby takes no share link')
  const ids = roomsOf(url)
  const callers = new Map<string, Caller>()
  for (const id of ids) callers.set(id, await identify(env, id, token, keepAlive))
  const [first] = callers.values()
  if (first === undefined) throw new RoomError('VALIDATION_ERROR', 'Name at least one room')
  const { organizationId, user, key, expiresAt, allowedOrigins } = first
  requireOrigin(env, request, allowedOrigins)
  if (!isUpgrade(request)) throw new RoomError('PROTOCOL_MISMATCH', 'This address speaks WebSocket')
  requireOpen(await lookUpOrganization(env, organizationId, keepAlive))
  const found = await findRoomsById(databaseOf(env), organizationId, ids)
  const each = ids.map((id) => admissionOf(callers.get(id) ?? first, id, found.get(id)))
  const admission: OrganizationAdmission = {
    requestId,
    organizationId,
    callerId: '',
    roomId: null,
    lobby: {
      userId: user.userId,
      credential: key && credentialOf(key),
      rooms: each.flatMap(({ rooms }) => rooms),
      errors: each.flatMap(({ errors }) => errors),
    },
    expiresAt: Math.min(expiresAt ?? Number.POSITIVE_INFINITY, Date.now() + keyLivesMs),
  }
  // Set, not added: what a client sent under this name is gone.
  const headers = new Headers(request.headers)
  headers.set(organizationAdmissionHeader, asciiJson(admission))
  headers.set('sec-websocket-protocol', subprotocol)
  const object = organizationObject(env, organizationId)
  const response = await reach(requestId, () => object.fetch(new Request(request, { headers })))
  if (key !== null) countUse(env, key.key.id, 'connections', keepAlive)
  return response
}

/** The lobby's own upgrade, or a refusal. */
export const connectLobby = async (request: Request, context: ConnectContext): Promise<Response> => {
  try {
    return await admit(request, context)
  } catch (error) {
    const refusal = toRefusal(error)
    log('info', { event: 'socket_refused', path: '/v1/lobby/socket', code: refusal.code })
    return refuse(request, refusal, context.requestId, native)
  }
}
