/** Owns tables `records_*`. Rules RC1–RC8 are in the contract. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Fact } from '@syncforge/protocol/facts'
import { limits } from '@syncforge/protocol/limits'
import { authorOf, isSamePerson } from '@syncforge/protocol/person'
import { records as contract, type RecordHead, type TextRecord } from '@syncforge/protocol/records'
import { type Announcement, type Connection, defineFeature } from '../../room/feature.ts'
import { createBranching } from './branching.ts'
import { createFences } from './fences.ts'
import { createRecordMirror } from './mirror.ts'
import { migrations } from './schema.ts'
import { createVersions, type StoredVersion } from './versions.ts'

/** Told to everybody with the save; what is larger is asked for by who needs it. */
const toldMaxBytes = 16 * 1024
/** Automatic saves of so long are one version of the history. */
const spellMs = 60_000

const utf8 = new TextEncoder()

interface Save {
  readonly key: string
  readonly content: string
  readonly expectedVersion: number
  readonly token?: number | undefined
  readonly isAutomatic: boolean
  readonly restored?: number
}

const toRecord = ({ beganAt: _, ...record }: StoredVersion): TextRecord => record
const headOf = ({ content: _, ...head }: TextRecord): RecordHead => head

const saved = (record: TextRecord): Announcement<typeof contract> => ({
  to: 'everyone',
  event: {
    type: 'records.saved',
    body: { record: headOf(record), content: record.bytes <= toldMaxBytes ? record.content : null },
  },
})

export const records = defineFeature({
  contract,
  migrations,
  tablesOnDemand: true,
  localTables: ['records_fence', 'records_copy'],
  open({ sql, clock, mirrorLater }) {
    const versions = createVersions(sql)
    const fences = createFences(sql)
    /** Came with a merge, and is told of with its fact. */
    let merged: TextRecord[] = []

    const find = (key: string): StoredVersion => {
      const current = versions.current(key)
      if (current !== null) return current
      throw new RoomError('NOT_FOUND', 'There is no such record', { key })
    }
    const findVersion = (key: string, version: number): StoredVersion => {
      const found = versions.find(key, version)
      if (found !== null) return found
      throw new RoomError('NOT_FOUND', 'There is no such version', { key, version })
    }
    const requireRoom = (isNew: boolean, bytes: number) => {
      if (isNew && versions.count() >= limits.recordsPerRoom) {
        throw new RoomError('LIMIT_EXCEEDED', `A room has at most ${limits.recordsPerRoom} records`, {
          max: limits.recordsPerRoom,
        })
      }
      if (versions.totalBytes() + bytes <= limits.recordsTotalMaxBytes) return
      throw new RoomError('LIMIT_EXCEEDED', 'The records of the room and their history are too large together', {
        maxBytes: limits.recordsTotalMaxBytes,
      })
    }
    const factOf = (kind: 'record.saved' | 'record.restored', { key, version, by }: TextRecord): Fact => ({
      kind,
      body: { key, version, by: { userId: by.userId, verified: by.verified } },
    })

    const write = ({ key, content, isAutomatic, restored }: Save, current: StoredVersion | null, from: Connection) => {
      const now = clock()
      const by = authorOf(from.user, from.isAgent)
      const bytes = utf8.encode(content).length
      requireRoom(current === null, bytes)
      const spellBegan =
        isAutomatic &&
        current?.beganAt != null &&
        isSamePerson(current.by, by) &&
        now >= current.beganAt &&
        now - current.beganAt < spellMs
          ? current.beganAt
          : null
      if (spellBegan !== null && current !== null) versions.drop(key, current.version)
      const beganAt = isAutomatic ? (spellBegan ?? now) : null
      // Times never run backwards within a record, whatever the clock does.
      const at = Math.max(now, current?.at ?? 0)
      const version = { key, version: (current?.version ?? versions.gone(key)) + 1, content, bytes, at, beganAt, by }
      versions.add(version)
      mirrorLater()
      const record = toRecord(version)
      const isNews = spellBegan === null
      return {
        record,
        announce: [saved(record)],
        facts: isNews ? [factOf(restored === undefined ? 'record.saved' : 'record.restored', record)] : [],
      }
    }
    const save = (asked: Save, from: Connection) => {
      const { key, content, expectedVersion, token } = asked
      if (token !== undefined && !fences.holds(key, token, from.user)) {
        throw new RoomError('LOCK_LOST', 'This token is not that of the lock’s holder', { key })
      }
      const current = versions.current(key)
      const version = current?.version ?? 0
      if (version === expectedVersion) {
        const { record, ...led } = write(asked, current, from)
        return { ...led, reply: headOf(record) }
      }
      const isMine =
        current !== null &&
        version === (expectedVersion || versions.gone(key)) + 1 &&
        isSamePerson(current.by, from.user)
      if (isMine && current.content === content) return { reply: headOf(toRecord(current)) }
      throw new RoomError('VERSION_CONFLICT', `The record has version ${version}, not ${expectedVersion}`, {
        current: current === null ? null : toRecord(current),
      })
    }

    return {
      handlers: {
        'records.get': ({ key }) => ({ reply: toRecord(find(key)) }),
        'records.list': () => ({ reply: versions.heads() }),
        'records.save': save,
        'records.history'({ key, before, limit }) {
          const found = versions.page(key, before ?? 2 ** 52, limit + 1)
          return { reply: { versions: found.slice(0, limit), hasMore: found.length > limit } }
        },
        'records.version': ({ key, version }) => ({ reply: toRecord(findVersion(key, version)) }),
        'records.restore': ({ key, version, ...on }, from) =>
          save({ ...on, key, content: findVersion(key, version).content, isAutomatic: false, restored: version }, from),
        'records.remove'({ key }, { user: { userId, verified } }) {
          find(key)
          versions.remove(key)
          mirrorLater()
          return {
            reply: {},
            announce: [{ to: 'everyone', event: { type: 'records.removed', body: { key } } }],
            facts: [{ kind: 'record.removed', body: { key, by: { userId, verified } } }],
          }
        },
      },
      snapshot: versions.heads,
      onFacts(facts) {
        fences.hear(facts)
        const came = merged
        merged = []
        return came.map(saved)
      },
      branching: createBranching(
        versions,
        ({ key, content }, from) => {
          const { facts, record } = write(
            { key, content, expectedVersion: 0, isAutomatic: false },
            versions.current(key),
            from,
          )
          merged.push(record)
          return { changed: true, frames: [], facts }
        },
        (newest) => {
          merged.push(toRecord(newest))
          mirrorLater()
          return [factOf('record.saved', newest)]
        },
      ),
      mirrors: [createRecordMirror(sql, versions)],
      onImport: mirrorLater,
      forget() {
        merged = []
      },
    }
  },
})
