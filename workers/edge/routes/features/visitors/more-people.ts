/**
 * `/people/<address>`: where a room has said that its question whom one may mean can be asked further. Answers with whom the organization's own
 * address names besides; the room hears of them first (rule SU6). The address is all that is asked for.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { MorePeople, SuggestedPerson } from '@syncforge/protocol/people'
import { toUser } from '@syncforge/protocol/user'
import { Hono } from 'hono'
import type { RoomAddress } from '../../../../../durable-objects/room/admission.ts'
import type { PeopleGrant } from '../../../../../durable-objects/room/people.ts'
import type { Env } from '../../../../bindings/env.ts'
import { roomObject } from '../../../../bindings/room.ts'
import { readSigned } from '../../../auth/signed-address.ts'
import { createLookupCache } from '../../../cache.ts'
import type { EdgeEnv } from '../../../env.ts'
import { lookUpPeopleAddress } from '../../../people/address.ts'
import { type AskedPeople, askPeople } from '../../../people/ask.ts'
import { replyOf } from '../../../problem.ts'
import {
  type KeepAlive,
  keepAliveBy,
  lookUpOrganization,
  lookUpRoom,
  requireFound,
  requireOpen,
} from '../../../records.ts'
import { addressOf, reach } from '../../../rooms.ts'

/** One question of one person, asked again by a key that bounces or by a second tab. An answer has 16 kB at most. */
const answers = createLookupCache<readonly SuggestedPerson[]>({
  ttlMs: 10_000,
  staleMaxMs: 0,
  maxEntries: 200,
  clock: Date.now,
})

/** Carries a failure past the memory, which keeps none. */
class NotAnswered extends Error {
  readonly state: AskedPeople['state']
  constructor(state: AskedPeople['state']) {
    super(state)
    this.state = state
  }
}

/** @throws RoomError UNAUTHORIZED, TOKEN_EXPIRED */
const readGrant = async (secret: string, signed: string, now: number): Promise<PeopleGrant> => {
  const says = await readSigned(secret, 'people', signed)
  if (says === null) throw new RoomError('UNAUTHORIZED', 'This address of more people was not made here')
  const [organizationId, roomId, query, limit, userIds, userId, verified, expiresAt] = says as [
    string,
    string,
    string,
    number,
    readonly string[],
    string,
    boolean,
    number,
  ]
  if (expiresAt <= now) throw new RoomError('TOKEN_EXPIRED', 'This address has ended: ask the room again')
  return { organizationId, roomId, query, limit, userIds, by: { userId, verified }, expiresAt }
}

interface Asking {
  readonly env: Env
  readonly requestId: string
  readonly keepAlive: KeepAlive
}

/** @throws RoomError as the room refuses who asks, ROOM_UNAVAILABLE */
const offer = async (
  { env, requestId }: Asking,
  room: RoomAddress,
  by: PeopleGrant['by'],
  users: AskedPeople['users'],
): Promise<readonly SuggestedPerson[]> => {
  const actor = { ...room, requestId, user: toUser({ ...by, userInfo: {} }), access: 'comment' } as const
  const object = roomObject(env, room.organizationId, room.roomId)
  const answer = await reach(requestId, () => object.ask('people.offer', { users }, actor))
  return (replyOf(answer) as { readonly people: readonly SuggestedPerson[] }).people
}

/** @throws RoomError UNAUTHORIZED, TOKEN_EXPIRED, ROOM_NOT_FOUND, ROOM_DELETED, BANNED, ROOM_UNAVAILABLE */
const answer = async (asking: Asking, signed: string): Promise<MorePeople> => {
  const { env, keepAlive } = asking
  const grant = await readGrant(env.TOKEN_SECRET, signed, Date.now())
  const { organizationId, roomId, query, limit, userIds, by } = grant
  const [organization, found, address] = await Promise.all([
    lookUpOrganization(env, organizationId, keepAlive),
    lookUpRoom(env, organizationId, roomId, keepAlive),
    lookUpPeopleAddress(env, organizationId, keepAlive),
  ])
  const room = addressOf(env, requireOpen(organization), requireFound(found))
  if (address === null) return { people: [], state: 'none' }
  const ask = async () => {
    const { state, users } = await askPeople(env, address, { roomId, query, limit, userIds, by })
    if (state !== 'ok') throw new NotAnswered(state)
    return offer(asking, room, by, users)
  }
  const { userId, verified } = by
  const key = JSON.stringify([room.createdAt, address.id, address.url, roomId, query, limit, userIds, userId, verified])
  try {
    return { people: (await answers.get(key, ask)) ?? [], state: 'ok' }
  } catch (error) {
    if (error instanceof NotAnswered) return { people: [], state: error.state }
    throw error
  }
}

export const visitorPeople = new Hono<EdgeEnv>().get('/people/:address', async (c) => {
  const asking = { env: c.env, requestId: c.get('requestId'), keepAlive: keepAliveBy(c.executionCtx) }
  return c.json(await answer(asking, c.req.param('address')), 200, { 'cache-control': 'no-store' })
})
