/** The rooms of an organization that people are in, as the rooms themselves have told. Who is in a room in memory is kept in memory as well. */
import type { Sql } from '../actor/storage.ts'
import type { LivePerson, LiveReport } from '../room/live/target.ts'
import type { LiveRoom, LiveTotals } from './admission.ts'

export interface LiveRooms {
  /** Takes what a room tells; `null`: it is older than what is known, or the same. */
  take(report: LiveReport): LiveRoom | null
  /** Those that changed last, at most `max`. */
  latest(max: number): readonly LiveRoom[]
  find(roomId: string): LiveRoom
  counts(roomIds: readonly string[]): Readonly<Record<string, number>>
  /** How many there are in all of them, without counting each time. */
  totals(): LiveTotals
  /** A transaction was undone: what is stored is counted anew. */
  forget(): void
  /** Every room with people. */
  ids(): readonly string[]
  /** Rooms with people that have told nothing since `before`, or whose people are not known any more, with their time of creation. */
  silentSince(before: number): readonly { readonly roomId: string; readonly createdAt: number }[]
  /** It was asked and is as it was told. */
  heard(roomId: string): void
  /** Nobody is in it, whatever it has told. */
  empty(roomId: string): LiveRoom
  /** Forgets rooms that have been empty since `before`. */
  prune(before: number): void
}

type Row = {
  room_id: string
  created_at: number
  revision: number
  total: number
  connections: number
  people: string
  changed_at: number
}

/** Rooms in memory whose people are remembered. */
const rememberedMax = 1_000

export const createLiveRooms = (sql: Sql, clock: () => number): LiveRooms => {
  const row = (roomId: string) =>
    sql.exec<Row>('SELECT * FROM organization_room WHERE room_id = ?', roomId).toArray()[0]
  const remembered = new Map<string, readonly LivePerson[]>()
  const remember = (roomId: string, people: readonly LivePerson[]) => {
    remembered.delete(roomId)
    if (people.length > 0) remembered.set(roomId, people)
    // A Map keeps its order: the first entry is the oldest.
    for (const oldest of remembered.size > rememberedMax ? [...remembered.keys()].slice(0, 1) : [])
      remembered.delete(oldest)
  }
  const peopleOf = ({ room_id, people }: Pick<Row, 'room_id' | 'people'>) =>
    remembered.get(room_id) ?? (JSON.parse(people) as LivePerson[])
  const toRoom = (found: Row): LiveRoom => ({
    id: found.room_id,
    total: found.total,
    people: peopleOf(found),
    changedAt: found.changed_at,
  })
  const nobody = (id: string): LiveRoom => ({ id, total: 0, people: [], changedAt: clock() })

  let here: LiveTotals | null = null
  const totals = (): LiveTotals => {
    here ??= sql
      .exec<{ rooms: number; people: number; connections: number }>(
        `SELECT COUNT(*) AS rooms, COALESCE(SUM(total), 0) AS people, COALESCE(SUM(connections), 0) AS connections
         FROM organization_room WHERE total > 0`,
      )
      .one()
    return here
  }
  const changed = (before: Pick<Row, 'total' | 'connections'> | undefined, total: number, connections: number) => {
    if (here === null) return
    here = {
      rooms: here.rooms + Number(total > 0) - Number((before?.total ?? 0) > 0),
      people: here.people + total - (before?.total ?? 0),
      connections: here.connections + connections - (before?.connections ?? 0),
    }
  }

  return {
    totals,
    forget() {
      here = null
    },

    take({ room, revision, total, people, isEphemeral, connections }) {
      const known = row(room.roomId)
      const isOlder = known !== undefined && known.created_at > room.createdAt
      const isLate = known?.created_at === room.createdAt && known.revision >= revision
      if (isOlder || isLate) return null
      const now = clock()
      const isSame = known?.total === total && JSON.stringify(peopleOf(known)) === JSON.stringify(people)
      remember(room.roomId, isEphemeral ? people : [])
      changed(known, total, connections)
      sql.exec(
        'INSERT OR REPLACE INTO organization_room VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        room.roomId,
        room.createdAt,
        revision,
        total,
        JSON.stringify(isEphemeral ? [] : people),
        isSame ? known.changed_at : now,
        now,
        connections,
      )
      return isSame ? null : { id: room.roomId, total, people, changedAt: now }
    },

    latest: (max) =>
      sql
        .exec<Row>('SELECT * FROM organization_room WHERE total > 0 ORDER BY changed_at DESC LIMIT ?', max)
        .toArray()
        .map(toRoom),

    find(roomId) {
      const found = row(roomId)
      return found === undefined ? nobody(roomId) : toRoom(found)
    },

    counts(roomIds) {
      const wanted = JSON.stringify(roomIds)
      const query =
        'SELECT room_id, total FROM organization_room WHERE room_id IN (SELECT value FROM json_each(?)) AND total > 0'
      const found = sql.exec<{ room_id: string; total: number }>(query, wanted).toArray()
      const busy = new Map(found.map(({ room_id, total }) => [room_id, total]))
      return Object.fromEntries(roomIds.map((id) => [id, busy.get(id) ?? 0]))
    },

    ids: () =>
      sql
        .exec<{ room_id: string }>('SELECT room_id FROM organization_room WHERE total > 0')
        .toArray()
        .map(({ room_id }) => room_id),

    silentSince: (before) =>
      sql
        .exec<{ room_id: string; created_at: number; heard_at: number }>(
          "SELECT room_id, created_at, heard_at FROM organization_room WHERE total > 0 AND (heard_at < ? OR people = '[]') LIMIT 1000",
          before,
        )
        .toArray()
        .filter(({ room_id, heard_at }) => heard_at < before || !remembered.has(room_id))
        .map(({ room_id, created_at }) => ({ roomId: room_id, createdAt: created_at })),

    heard: (roomId) => void sql.exec('UPDATE organization_room SET heard_at = ? WHERE room_id = ?', clock(), roomId),

    empty(roomId) {
      remember(roomId, [])
      changed(row(roomId), 0, 0)
      const now = clock()
      const query =
        "UPDATE organization_room SET total = 0, connections = 0, people = '[]', changed_at = ?, heard_at = ? WHERE room_id = ?"
      sql.exec(query, now, now, roomId)
      return nobody(roomId)
    },

    prune: (before) => void sql.exec('DELETE FROM organization_room WHERE total = 0 AND heard_at < ?', before),
  }
}
