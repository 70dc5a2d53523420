/**
 * Owns table `room_file`: which files the room has, of whom, and what becomes of them. Their bytes lie in a store; rules AT1–AT8 are in the
 * protocol. What is to be erased or copied waits in rows until it is done.
 */
import { type Attachment, cleanFileName } from '@syncforge/protocol/attachments'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import type { Person } from '@syncforge/protocol/person'
import { createRepeatedCall, type RepeatedCall } from '../../actor/calls.ts'
import type { Log } from '../../actor/log.ts'
import type { ActorStorage, Sql } from '../../actor/storage.ts'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { RoomName, StoredFile } from '../admission.ts'
import { fileAddress } from './address.ts'
import type { FileKeeper, FileTarget } from './target.ts'

/** What a feature does with files. In a transaction. */
export interface RoomFiles {
  /** Makes a place for a file of somebody. @throws RoomError LIMIT_EXCEEDED, VALIDATION_ERROR in a room that keeps nothing */
  expect(person: Person, file: { readonly name: string; readonly bytes: number }): Upload
  /** Takes one that this person has brought, for good. @throws RoomError NOT_FOUND for any other */
  take(id: string, person: Person): Attachment
  /** It is wanted no more. */
  drop(id: string): void
  /** Where it lies: `null` for one that is not known. */
  placeOf(id: string): string | null
  /** Takes one over that lies there: in another room it is copied. */
  adopt(file: Attachment, place: string): void
  /** Where it can be read for a while; `null`: it is not here, or not yet. */
  open(id: string): { readonly path: string | null; readonly expiresAt: number }
}

export interface Upload {
  readonly id: string
  readonly path: string
  readonly expiresAt: number
}

/** What the shell does besides. */
export interface Files extends RoomFiles {
  /** Its bytes are in the store; what came first is what it is. @throws RoomError NOT_FOUND for one that nobody expects */
  stored(stored: StoredFile): { readonly attachment: Attachment; readonly isHere: boolean }
  /** Where the room's files lie, if it ever had any. */
  ownPlace(): string | null
  readonly wakeKey: string
  /** Lets those go that nobody took; when to come again. */
  sweep(now: number): number | null
  readonly work: RepeatedCall
}

/** `copying`: taken, its bytes are elsewhere. `doomed`: to be erased. */
const State = { expected: 0, stored: 1, taken: 2, copying: 3, doomed: 4 } as const

type Row = { id: string; name: string; type: string; bytes: number; state: number; place: string; at: number }

interface FileParts {
  readonly storage: Pick<ActorStorage, 'persistence'>
  readonly sql: Sql
  readonly wakeups: Wakeups
  name(): RoomName | null
  /** What signs addresses. */
  readonly secret: string
  readonly target: FileTarget | undefined
  keeper(organizationId: string): FileKeeper | undefined
  clock(): number
  readonly log: Log
}

const sweepKey = 'room.files'
const workKey = 'room.files.work'
const unknownType = 'application/octet-stream'
// Copies may take a while, and the next try is made beside one that is under way.
const retryFirstMs = 60_000
const retryMaxMs = 600_000
/** So long after the address has ended nobody sends to it any more. */
const lateMs = 5 * 60_000
const workAtOnce = 20

const hexOf = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')
/** A name of a folder has no more letters than 255 on any system. */
const folderNameLength = 128

/** Where the files of a room lie. Its id may have any letters, which not every store tells apart. */
const placeFor = ({ organizationId, roomId, createdAt }: RoomName): string => {
  const hex = hexOf(roomId)
  const [folder, rest] = [hex.slice(0, folderNameLength), hex.slice(folderNameLength)]
  return `${organizationId}/${folder}${rest === '' ? '' : '/'}${rest}-${createdAt.toString(36)}/`
}

export const createFiles = (parts: FileParts): Files => {
  const { storage, sql, wakeups, name, secret, target, keeper, clock, log } = parts

  const find = (id: string): Row | undefined => sql.exec<Row>('SELECT * FROM room_file WHERE id = ?', id).toArray()[0]
  const toAttachment = ({ id, name: called, type, bytes }: Row): Attachment => ({ id, name: called, type, bytes })
  const unknown = (id: string) => new RoomError('NOT_FOUND', 'There is no such file', { id })
  const past = (what: string, max: number) => new RoomError('LIMIT_EXCEEDED', `${what}: at most ${max}`, { max })

  const nameOrThrow = (): RoomName => {
    const found = name()
    if (found === null || storage.persistence === 'memory' || secret === '')
      throw new RoomError('VALIDATION_ERROR', 'This room keeps no files', [
        { path: 'bytes', message: 'a room in memory keeps no files' },
      ])
    return found
  }

  const setState = (id: string, state: number) =>
    void sql.exec('UPDATE room_file SET state = ? WHERE id = ?', state, id)

  const nextSweep = (): number | null => {
    const [oldest] = sql
      .exec<{ state: number; at: number | null }>(
        'SELECT state, MIN(at) AS at FROM room_file WHERE state IN (0, 1) GROUP BY state ORDER BY at',
      )
      .toArray()
      .map(({ state, at }) => (at ?? 0) + waitOf(state))
      .sort((a, b) => a - b)
    return oldest ?? null
  }
  const waitOf = (state: number) =>
    state === State.expected ? limits.attachmentUploadMs + lateMs : limits.attachmentUntakenMs

  const drop = (id: string) => {
    if (find(id) === undefined) return
    setState(id, State.doomed)
    work.soon()
  }

  const grant = (act: 'put' | 'get', { organizationId, roomId }: RoomName, row: Row, expiresAt: number) => {
    const { id, place, name: called, type, bytes } = row
    return fileAddress(secret, { act, organizationId, roomId, id, place, name: called, type, bytes, expiresAt })
  }

  const insert = (row: Row, { userId, verified }: Person) =>
    sql.exec(
      'INSERT INTO room_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      row.id,
      userId,
      verified ? 1 : 0,
      row.name,
      row.type,
      row.bytes,
      row.state,
      row.place,
      row.at,
    )

  /** Copies what is taken and elsewhere, erases what nobody wants. */
  const workOff = async (): Promise<void> => {
    const room = name()
    if (room === null) return
    for (const row of sql
      .exec<Row>('SELECT * FROM room_file WHERE state = ? LIMIT ?', State.copying, workAtOnce)
      .toArray()) {
      const own = placeFor(room) + row.id
      const isThere = (await target?.copy(room.organizationId, row.place, own)) ?? false
      if (!isThere) {
        log('file_not_there', { file: row.id }, 'warn')
        sql.exec('DELETE FROM room_file WHERE id = ?', row.id)
        continue
      }
      // Dropped while we waited: then the copy goes as well.
      sql.exec('UPDATE room_file SET place = ? WHERE id = ?', own, row.id)
      sql.exec('UPDATE room_file SET state = ? WHERE id = ? AND state = ?', State.taken, row.id, State.copying)
    }
    const doomed = sql.exec<Row>('SELECT * FROM room_file WHERE state = ? LIMIT ?', State.doomed, workAtOnce).toArray()
    if (doomed.length === 0) return
    // Whatever was sent for it, in whichever try.
    const places = doomed.map(({ id }) => placeFor(room) + id)
    await keeper(room.organizationId)?.dropFilesBelow(room.organizationId, places)
    for (const { id } of doomed) sql.exec('DELETE FROM room_file WHERE id = ?', id)
  }

  const work = createRepeatedCall({
    wakeKey: workKey,
    wakeups,
    call: workOff,
    isOvertaken: () => sql.exec('SELECT 1 FROM room_file WHERE state > 2 LIMIT 1').toArray().length > 0,
    retryFirstMs,
    retryMaxMs,
    clock,
    log,
  })

  return {
    expect({ userId, verified }, { name: given, bytes }) {
      const room = nameOrThrow()
      const [{ total, mine } = { total: 0, mine: 0 }] = sql
        .exec<{ total: number; mine: number }>(
          `SELECT COALESCE(SUM(bytes), 0) AS total, COALESCE(SUM(user_id = ? AND verified = ? AND state < 2), 0) AS mine FROM room_file
            WHERE state < 4`,
          userId,
          verified ? 1 : 0,
        )
        .toArray()
      if (mine >= limits.attachmentsUntakenPerPerson)
        throw past('Files that no comment has taken yet', limits.attachmentsUntakenPerPerson)
      if (total + bytes > limits.attachmentsPerRoomMaxBytes)
        throw past('Bytes of all files of a room', limits.attachmentsPerRoomMaxBytes)
      const id = createId('att')
      const at = clock()
      const called = cleanFileName(given)
      const place = placeFor(room) + id
      const row = { id, name: called, type: unknownType, bytes, state: State.expected, place, at }
      insert(row, { userId, verified })
      wakeups.wakeAt(sweepKey, nextSweep())
      const expiresAt = at + limits.attachmentUploadMs
      return { id, path: grant('put', room, row, expiresAt), expiresAt }
    },
    stored({ id, type, place }) {
      const row = find(id)
      if (row === undefined || row.state > State.taken) throw unknown(id)
      if (row.state !== State.expected) return { attachment: toAttachment(row), isHere: row.place === place }
      sql.exec(
        'UPDATE room_file SET state = ?, type = ?, place = ?, at = ? WHERE id = ?',
        State.stored,
        type,
        place,
        clock(),
        id,
      )
      wakeups.wakeAt(sweepKey, nextSweep())
      return { attachment: toAttachment({ ...row, type }), isHere: true }
    },
    take(id, { userId, verified }) {
      const [row] = sql
        .exec<Row>(
          'SELECT * FROM room_file WHERE id = ? AND state = ? AND user_id = ? AND verified = ?',
          id,
          State.stored,
          userId,
          verified ? 1 : 0,
        )
        .toArray()
      if (row === undefined) throw unknown(id)
      setState(id, State.taken)
      return toAttachment(row)
    },
    drop,
    placeOf: (id) => find(id)?.place ?? null,
    adopt(file, place) {
      const room = name()
      if (find(file.id) !== undefined) return
      // One that does not know its name yet is taking back what was its own.
      const isOwn = room === null || place.startsWith(placeFor(room))
      // Who brought it matters only until a comment has taken it.
      insert(
        { ...file, state: isOwn ? State.taken : State.copying, place, at: clock() },
        { userId: '', verified: false },
      )
      if (!isOwn) work.soon()
    },
    open(id) {
      const expiresAt = clock() + limits.attachmentReadMs
      const row = find(id)
      const room = name()
      if (row === undefined || room === null || row.state !== State.taken) return { path: null, expiresAt }
      return { path: grant('get', room, row, expiresAt), expiresAt }
    },
    ownPlace() {
      const room = name()
      return room !== null && sql.exec('SELECT 1 FROM room_file LIMIT 1').toArray().length > 0 ? placeFor(room) : null
    },
    wakeKey: sweepKey,
    sweep(now) {
      for (const state of [State.expected, State.stored])
        for (const { id } of sql
          .exec<{ id: string }>('SELECT id FROM room_file WHERE state = ? AND at <= ?', state, now - waitOf(state))
          .toArray())
          drop(id)
      return nextSweep()
    },
    work,
  }
}
