/**
 * Asks an organization's own address whom its people may mean: signed as Standard Webhooks say, few questions at once, and nothing of the answer is
 * taken that is not as it is to be. Never rejects.
 */
import { createId } from '@syncforge/protocol/ids'
import { findJsonFault } from '@syncforge/protocol/json'
import { limits } from '@syncforge/protocol/limits'
import { NamedPerson, type PeopleAddressState } from '@syncforge/protocol/people'
import type { Person } from '@syncforge/protocol/person'
import { importSecret, signedHeaders } from '@syncforge/protocol/webhook-signature'
import * as z from 'zod'
import type { Env } from '../../bindings/env.ts'
import type { PeopleAddress } from '../../db/queries/organizations/people-addresses.ts'
import { unseal } from '../../db/queries/sealing.ts'
import { describeError, log } from '../../log.ts'
import { withinTime } from '../within-time.ts'

export interface PeopleQuestion {
  /** `null`: nobody asks, it is a test. */
  readonly roomId: string | null
  readonly query: string
  readonly limit: number
  /** People of whom only the id is known. */
  readonly userIds: readonly string[]
  readonly by: Person | null
}

/** What came of it; `reason`: why nothing, for whoever looks after the address. */
export interface AskedPeople {
  readonly state: Exclude<PeopleAddressState, 'none'>
  readonly users: readonly NamedPerson[]
  readonly reason: string | null
}

const Answer = z.strictObject({ users: z.array(NamedPerson).max(limits.suggestionsMax) })

/** Of one organization, in this isolate. Each is over within the courier's three seconds. */
const underWayMax = 8
/** The courier gives up before. */
const courierMs = 4_000

const underWay = new Map<string, number>()

const failed = (state: AskedPeople['state'], reason: string): AskedPeople => ({ state, users: [], reason })

/** Each id once. */
const readAnswer = (body: string): AskedPeople => {
  let given: unknown
  try {
    given = JSON.parse(body)
  } catch {
    return failed('invalid', 'the answer is no JSON')
  }
  const fault = findJsonFault(given, true)
  if (fault !== null) return failed('invalid', `${fault.path} ${fault.message}`)
  const read = Answer.safeParse(given)
  if (!read.success) {
    const [issue] = read.error.issues
    return failed('invalid', `${issue?.path.join('.') || 'the answer'}: ${issue?.message ?? 'is not as it is to be'}`)
  }
  return { state: 'ok', users: [...new Map(read.data.users.map((one) => [one.id, one])).values()], reason: null }
}

const keysOf = async (env: Env, address: PeopleAddress) => {
  const { id, signingSecret, previousSigningSecret, previousEndsAt } = address
  const given = [
    { sealed: signingSecret, endsAt: null },
    { sealed: previousSigningSecret, endsAt: previousEndsAt?.getTime() ?? null },
  ]
  const keys = await Promise.all(
    given.map(async ({ sealed, endsAt }) => {
      const bytes = sealed === null ? null : await unseal(env.KEYS_SECRET, id, sealed)
      return bytes === null ? [] : [await importSecret(bytes, endsAt)]
    }),
  )
  return keys.flat()
}

const send = async (env: Env, address: PeopleAddress, question: PeopleQuestion): Promise<AskedPeople> => {
  const now = Date.now()
  const data = { organizationId: address.organizationId, ...question }
  const body = JSON.stringify({ type: 'people.resolve', timestamp: new Date(now).toISOString(), data })
  const signed = await signedHeaders(await keysOf(env, address), createId('evt'), body, now)
  const answer = await withinTime(
    env.COURIER.ask({
      url: address.url,
      headers: { 'content-type': 'application/json', 'user-agent': 'SyncForge-People/1', ...signed },
      body,
      allowsInside: env.SYNCFORGE_ENV === 'development',
    }),
    courierMs,
  )
  if ('failure' in answer) return failed(answer.failure === 'too_large' ? 'invalid' : answer.failure, answer.reason)
  if (answer.status !== 200) return failed('refused', `it answered with status ${answer.status}, not 200`)
  return readAnswer(answer.body)
}

export const askPeople = async (env: Env, address: PeopleAddress, question: PeopleQuestion): Promise<AskedPeople> => {
  const { organizationId } = address
  const others = underWay.get(organizationId) ?? 0
  if (others >= underWayMax) return failed('busy', `${underWayMax} questions are under way`)
  underWay.set(organizationId, others + 1)
  const startedAt = Date.now()
  try {
    const asked = await send(env, address, question)
    const { state, reason } = asked
    log('info', { event: 'people_asked', organizationId, state, reason, durationMs: Date.now() - startedAt })
    return asked
  } catch (error) {
    log('error', { event: 'people_not_asked', organizationId, ...describeError(error) })
    return failed('unreachable', 'the question could not be sent')
  } finally {
    const left = (underWay.get(organizationId) ?? 1) - 1
    if (left === 0) underWay.delete(organizationId)
    else underWay.set(organizationId, left)
  }
}
