/** The way from the edge to an organization's object: who is where now, and keys that have ended. */

import { RoomError } from '@syncforge/protocol/errors'
import {
  type OrganizationAdmission,
  organizationAdmissionHeader,
} from '../../../durable-objects/organization/admission.ts'
import type { Env } from '../../bindings/env.ts'
import { organizationObject } from '../../bindings/organization.ts'
import { describeError, log } from '../../log.ts'
import { createMoments } from '../moments.ts'
import { withinTime } from '../within-time.ts'

const countTimeoutMs = 1_000

/** How many people are in each of these rooms, or `null` when the object does not say so in time: a list is worth having without. */
export const countPeople = async (
  env: Env,
  organizationId: string,
  roomIds: readonly string[],
): Promise<Readonly<Record<string, number>> | null> => {
  if (roomIds.length === 0) return {}
  try {
    return await withinTime(organizationObject(env, organizationId).counts(roomIds), countTimeoutMs)
  } catch (error) {
    log('error', describeError(error))
    return null
  }
}

/** Somebody is no member any more: what they watch ends now; failing that, when they would be asked again. */
export const endWatching = async (env: Env, organizationId: string, callerId: string): Promise<void> => {
  try {
    await organizationObject(env, organizationId).dismiss(callerId)
  } catch (error) {
    log('error', describeError(error))
  }
}

/** What Postgres writes down of an organization within a tenth of a second is announced together: each announcement is a write of its object. */
const announcements = createMoments<null>(100, 1_000)

/** Postgres has written down that a room was made or deleted, or what was paid: the object fetches it soon; failing that, within a minute. */
export const announceFacts = async (env: Env, organizationId: string): Promise<void> => {
  if ((await announcements(organizationId, null)) === null) return
  try {
    await organizationObject(env, organizationId).collect(organizationId)
  } catch (error) {
    log('error', describeError(error))
  }
}

/** The socket of somebody who watches an organization's rooms. @throws RoomError ROOM_UNAVAILABLE */
export const watch = async (env: Env, admission: OrganizationAdmission): Promise<Response> => {
  const headers = { upgrade: 'websocket', [organizationAdmissionHeader]: JSON.stringify(admission) }
  const request = new Request('http://organization/', { headers })
  try {
    const { webSocket } = await organizationObject(env, admission.organizationId).fetch(request)
    // Headers of its own: those of an answer from elsewhere cannot be added to.
    return new Response(null, { status: 101, webSocket })
  } catch (error) {
    log('error', { requestId: admission.requestId, ...describeError(error) })
    throw new RoomError('ROOM_UNAVAILABLE', 'The organization cannot be reached right now')
  }
}
