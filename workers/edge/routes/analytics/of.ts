/** Whose usage a question is about: the whole organization's, or that of one room, key or person. */
import { RoomError } from '@syncforge/protocol/errors'
import { personKey } from '@syncforge/protocol/person'
import * as z from 'zod'
import type { UsageOf } from '../../../db/queries/organizations/usage.ts'

/** Longer ids than any has: what is longer is refused before the database sees it. */
const Id = z.string().min(1).max(256)

export const ofQuery = {
  roomId: Id.optional().describe('Of this room alone: `joins` and `peakPeople`.'),
  keyId: Id.optional().describe('Of those alone who came by this key: `joins`.'),
  userId: Id.optional().describe(
    'Of this person alone, proven and claimed: `joins`, of this month and the one before.',
  ),
}

/** @throws RoomError VALIDATION_ERROR */
export const usageOf = ({
  roomId,
  keyId,
  userId,
}: {
  roomId?: string | undefined
  keyId?: string | undefined
  userId?: string | undefined
}): UsageOf & { readonly ids: readonly string[] } => {
  const [of = { kind: 'organization' as const, ids: [''] }, ...more] = [
    ...(roomId === undefined ? [] : [{ kind: 'room' as const, ids: [roomId] }]),
    ...(keyId === undefined ? [] : [{ kind: 'key' as const, ids: [keyId] }]),
    ...(userId === undefined
      ? []
      : [{ kind: 'person' as const, ids: [true, false].map((verified) => personKey({ userId, verified })) }]),
  ]
  if (more.length > 0) {
    const message = 'only one of `roomId`, `keyId` and `userId`'
    throw new RoomError('VALIDATION_ERROR', 'The request is not valid', [{ path: 'roomId', message }])
  }
  return of
}
