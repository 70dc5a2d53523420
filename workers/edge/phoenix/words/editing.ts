/**
 * Editing one of an app's documents as a whole text: its lock, and what is saved of it. Both have the key `document:` and the app's own id.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { Lease } from '@syncforge/protocol/locks'
import type { RecordHead, TextRecord } from '@syncforge/protocol/records'
import { type Fields, fieldsOf, idFor, textOf, timeOf } from './payload.ts'
import { rewording } from './refusal.ts'
import type { OpenWords } from './words.ts'

const prefix = 'document:'
const isOurs = (key: string) => key.startsWith(prefix)
const documentOf = (key: string) => idFor(key.slice(prefix.length))
const keyOf = (fields: Fields) => `${prefix}${textOf(fields, 'document_id')}`

const personOf = ({ by }: Lease) => ({ user_id: by.userId, username: by.name })
const savedOf = ({ version, at, by }: RecordHead) => ({
  version,
  updated_at: timeOf(at),
  updated_by: by.userId,
  username: by.name,
})
const contentOf = (record: TextRecord) => ({
  document_id: documentOf(record.key),
  content: record.content,
  ...savedOf(record),
})

const numberIn = (fields: Fields, field: string): number | undefined =>
  fields[field] == null ? undefined : (fields[field] as number)

export const editingWords: OpenWords = (speaker) => {
  const { self, snapshots } = speaker.welcome
  const leases = new Map(snapshots.locks.map((lease) => [lease.key, lease]))
  const isMine = (lease: Lease | undefined) => lease?.connectionId === self.connectionId
  /** Of locks that this client has, or had and has not given back: a save with one that has ended is refused. */
  const tokens = new Map(snapshots.locks.filter(isMine).map(({ key, token }) => [key, token]))
  const seen = new Map(snapshots.records.map(({ key, version }) => [key, version]))
  /** On which version a save is under way: what is announced of it its author knows. */
  const saving = new Map<string, number>()

  const sayLocked = (lease: Lease, say = speaker.tell) => {
    const { key, expiresAt } = lease
    const event = { document_id: documentOf(key), ...personOf(lease), locked_at: timeOf(Date.now()) }
    say('document:locked', { ...event, expires_at: timeOf(expiresAt) })
  }

  const save = async (payload: unknown, isAutomatic: boolean) => {
    const fields = fieldsOf(payload)
    const key = keyOf(fields)
    const { content } = fields
    if (typeof content !== 'string') throw new RoomError('VALIDATION_ERROR', 'content: is not a text')
    const expectedVersion = numberIn(fields, 'version') ?? seen.get(key) ?? 0
    const token = numberIn(fields, 'token') ?? tokens.get(key)
    saving.set(key, expectedVersion)
    try {
      const lock = token === undefined ? {} : { token }
      const head = await speaker.ask('records.save', { key, content, expectedVersion, isAutomatic, ...lock }).catch(
        rewording('VERSION_CONFLICT', ({ current }: { readonly current: TextRecord | null }) => ({
          current: current && contentOf(current),
        })),
      )
      seen.set(key, Math.max(head.version, seen.get(key) ?? 0))
      return { saved: true, document_id: documentOf(key), ...savedOf(head) }
    } finally {
      saving.delete(key)
    }
  }

  /** A crash has taken the connection that holds it, which was this client's: it goes on with what it had. */
  const goOn = (asked: { readonly key: string; readonly ttlMs?: number }) => async (refusal: unknown) => {
    const { lease: held } = (refusal instanceof RoomError ? Object(refusal.details) : {}) as {
      readonly lease?: Lease | null
    }
    if (held?.connectionId == null || held.connectionId !== speaker.formerly) throw refusal
    const lease = await speaker.ask('locks.renew', { ...asked, token: held.token }).catch(() => {
      throw refusal
    })
    return { lease }
  }

  return {
    requests: {
      async 'document:start_editing'(payload) {
        const fields = fieldsOf(payload)
        const key = keyOf(fields)
        const ttlMs = numberIn(fields, 'ttl_ms')
        const asked = { key, ...(ttlMs === undefined ? {} : { ttlMs }) }
        const { lease } = await speaker
          .ask('locks.acquire', asked)
          .catch(goOn(asked))
          .catch(
            rewording('LOCK_HELD', ({ lease: held }: { readonly lease: Lease | null }) => ({
              locked_by: held && personOf(held),
            })),
          )
        // Who does not wait has it, or was refused.
        if (lease === null) throw new RoomError('LOCK_HELD', 'Somebody else holds the lock')
        tokens.set(key, lease.token)
        return { lock_acquired: true, token: lease.token, expires_at: timeOf(lease.expiresAt) }
      },
      async 'document:stop_editing'(payload) {
        const key = keyOf(fieldsOf(payload))
        const token = tokens.get(key)
        if (token === undefined) throw new RoomError('LOCK_LOST', 'This lock was not taken here')
        tokens.delete(key)
        await speaker.ask('locks.release', { key, token })
        return { lock_released: true }
      },
      'document:save': (payload) => save(payload, false),
      'document:auto_save': (payload) => save(payload, true),
      async 'document:get'(payload) {
        const record = await speaker.ask('records.get', { key: keyOf(fieldsOf(payload)) })
        seen.set(record.key, Math.max(record.version, seen.get(record.key) ?? 0))
        return contentOf(record)
      },
    },
    events: {
      'locks.changed'({ key, lease }) {
        if (!isOurs(key)) return false
        const before = leases.get(key)
        if (lease === null) leases.delete(key)
        else leases.set(key, lease)
        if (lease !== null && isMine(lease)) tokens.set(key, lease.token)
        // Held for longer is nothing to tell.
        if (lease !== null && lease.token !== before?.token) sayLocked(lease)
        if (lease === null && before !== undefined)
          speaker.tell('document:unlocked', { document_id: documentOf(key), ...personOf(before) })
        return true
      },
      'records.saved'({ record, content }) {
        const { key, version, by } = record
        if (!isOurs(key)) return false
        seen.set(key, version)
        const isOwn = saving.get(key) === version - 1 && by.userId === self.userId && by.verified === self.verified
        if (isOwn) return true
        const text = content === null ? {} : { content }
        speaker.tell('document:updated', { document_id: documentOf(key), ...text, ...savedOf(record) })
        return true
      },
      'records.removed'({ key }) {
        seen.delete(key)
        return false
      },
    },
    joined(stay) {
      if (stay.kind !== 'room') return
      for (const lease of leases.values()) if (isOurs(lease.key)) sayLocked(lease, stay.push)
    },
  }
}
