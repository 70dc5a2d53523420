/** The room's list of connections by id and by socket, rebuilt from attachments and kept places on every wake. */

import { isSamePerson, type Person } from '@syncforge/protocol/person'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Transactions } from '../../actor/transactions.ts'
import { type KeptPlace, type Place, placeKey, placePrefix, RoomConnection, readSocket } from './connection.ts'
import { sameSecret } from './session-secret.ts'

export interface ConnectionRegistry {
  readonly all: ReadonlyMap<string, RoomConnection>
  bySocket(socket: WebSocket): RoomConnection | undefined
  /** Everything that one person has open or is about to come back to. */
  of(person: Person): readonly RoomConnection[]
  /** A number that nobody present has. */
  nextNumber(): number
  add(place: Place, socket: WebSocket): RoomConnection
  /** Somebody without a socket, who leaves at `leavesAt`. */
  addParked(place: Place, leavesAt: number): RoomConnection
  /** They leave at another time, and what is remembered with them is kept. */
  keepParked(connection: RoomConnection, leavesAt: number): void
  remove(connection: RoomConnection): void
  /** The socket is lost: keep the place until `leavesAt`. */
  park(connection: RoomConnection, leavesAt: number): void
  /** Gives a place to a new socket; the old one, if any, is returned and belongs to nobody. */
  resume(connection: RoomConnection, socket: WebSocket): WebSocket | null
  /** Who has not heard that a connection is here which was found late: those who came before it was, or all when it got another number. */
  strangersTo(connection: RoomConnection): readonly RoomConnection[]
  /** Somebody wanted this place back and it was not known here: who has the secret has come in as somebody new. */
  missed(connectionId: string, secret: string): void
  /** Whether whoever a late found connection belonged to has come in as somebody new. */
  isReplaced(connection: RoomConnection): boolean
  /** Parked connections whose time has come, and when to look next. */
  overdue(now: number): { readonly due: readonly RoomConnection[]; readonly nextAt: number | null }
}

/** Places asked for in vain that are remembered; of one wake, in which each may still be found. */
const missedMax = 1_000

/** `found` hears of a connection whose socket closed while the room slept, before anything is done with it; `changed` of each that comes or goes. */
export const createConnectionRegistry = (
  open: readonly WebSocket[],
  values: KeyValues,
  transactions: Transactions,
  found: (connection: RoomConnection) => void,
  changed: () => void,
): ConnectionRegistry => {
  const all = new Map<string, RoomConnection>()
  const sockets = new Map<WebSocket, RoomConnection>()
  let highest = 0
  /** Who came since the room woke: a connection that closed in its sleep was not in the list that they got. */
  const newcomers = new Set<RoomConnection>()
  const strangers = new Map<RoomConnection, readonly RoomConnection[]>()
  const missed = new Map<string, string>()

  const put = (place: Place, socket: WebSocket | null): RoomConnection => {
    const connection = new RoomConnection(place, socket, values, transactions)
    all.set(place.id, connection)
    if (socket !== null) sockets.set(socket, connection)
    highest = Math.max(highest, place.number)
    return connection
  }

  /** Call before a connection is given up or moves to another socket: that is undone with the transaction it happens in. */
  const undoable = (connection: RoomConnection) => {
    if (!transactions.inTransaction()) return
    const { id, socket, behind } = connection
    const [leavesAt, isNew, unaware] = [leaving.get(id), newcomers.has(connection), strangers.get(connection)]
    transactions.onRollback(() => {
      connection.behind = behind
      connection.putBack(socket)
      if (socket !== null) sockets.set(socket, connection)
      if (leavesAt === undefined) leaving.delete(id)
      else leaving.set(id, leavesAt)
      if (isNew) newcomers.add(connection)
      if (unaware !== undefined) strangers.set(connection, unaware)
      if (all.has(id)) return
      // People stay in the order in which they came.
      const everybody = [...all.values(), connection].sort((a, b) => a.number - b.number)
      all.clear()
      for (const one of everybody) all.set(one.id, one)
    })
  }

  const parked = values.list<KeptPlace>(placePrefix).filter(({ leavesAt }) => leavesAt !== null)
  /** When each connection without a socket leaves, by its id. */
  const leaving = new Map(parked.map(({ place, leavesAt }) => [place.id, leavesAt ?? 0]))
  const waiting = parked.map(({ place }) => [place, null] as const)
  const present = [...waiting, ...open.map((socket) => [readSocket(socket, values), socket] as const)].flatMap(
    ([held, socket]) => (held?.stage === 'present' ? [{ held, socket }] : []),
  )
  // The platform lists sockets in no order; people stay in the order in which they came.
  for (const { held, socket } of present.sort((a, b) => a.held.number - b.held.number)) put(held, socket)

  const wait = (connection: RoomConnection, leavesAt: number) => {
    leaving.set(connection.id, leavesAt)
    values.put(placeKey(connection.id), { place: connection.toPlace(), leavesAt } satisfies KeptPlace)
  }

  return {
    all,
    bySocket(socket) {
      const known = sockets.get(socket)
      if (known !== undefined) return known
      // A socket that closes while the room sleeps wakes it and is already missing from `getWebSockets`.
      const held = readSocket(socket, values)
      if (held?.stage !== 'present' || all.has(held.id)) return undefined
      // Somebody who came before it was found may have got its number: to the others it has a new one.
      const others = [...all.values()]
      const isTaken = others.some(({ number }) => number === held.number)
      const connection = put(isTaken ? { ...held, number: highest + 1 } : held, socket)
      strangers.set(connection, isTaken ? others : [...newcomers])
      found(connection)
      return connection
    },
    strangersTo(connection) {
      const unaware = strangers.get(connection) ?? []
      strangers.delete(connection)
      return unaware
    },
    missed(connectionId, secret) {
      if (missed.size < missedMax) missed.set(connectionId, secret)
    },
    isReplaced: ({ id, secret }) => sameSecret(secret, missed.get(id) ?? ''),
    of: (person) => [...all.values()].filter(({ user }) => isSamePerson(user, person)),
    nextNumber: () => {
      highest += 1
      return highest
    },
    add(place, socket) {
      const connection = put(place, socket)
      newcomers.add(connection)
      transactions.onRollback(() => {
        all.delete(place.id)
        sockets.delete(socket)
        newcomers.delete(connection)
      })
      connection.save()
      changed()
      return connection
    },
    addParked(place, leavesAt) {
      const connection = put(place, null)
      newcomers.add(connection)
      transactions.onRollback(() => {
        all.delete(place.id)
        leaving.delete(place.id)
        newcomers.delete(connection)
      })
      wait(connection, leavesAt)
      changed()
      return connection
    },
    keepParked(connection, leavesAt) {
      undoable(connection)
      wait(connection, leavesAt)
    },
    remove(connection) {
      undoable(connection)
      changed()
      all.delete(connection.id)
      newcomers.delete(connection)
      strangers.delete(connection)
      if (connection.socket !== null) {
        sockets.delete(connection.socket)
        connection.socket.serializeAttachment(null)
        connection.socket = null
      }
      leaving.delete(connection.id)
      values.delete(placeKey(connection.id))
    },
    park(connection, leavesAt) {
      const { socket } = connection
      if (socket === null) return
      undoable(connection)
      sockets.delete(socket)
      socket.serializeAttachment(null)
      connection.socket = null
      connection.behind = false
      wait(connection, leavesAt)
    },
    resume(connection, socket) {
      const previous = connection.socket
      undoable(connection)
      transactions.onRollback(() => sockets.delete(socket))
      if (previous !== null) {
        sockets.delete(previous)
        previous.serializeAttachment(null)
      }
      connection.socket = socket
      connection.behind = false
      connection.answered = false
      sockets.set(socket, connection)
      leaving.delete(connection.id)
      values.delete(placeKey(connection.id))
      connection.save()
      return previous
    },
    overdue(now) {
      // Further away than its whole grace period: the clock was set backwards.
      const isDue = ([id, leavesAt]: [string, number]) =>
        leavesAt <= now || leavesAt - now > (all.get(id)?.graceMs ?? 0)
      const due = [...leaving].filter(isDue).flatMap(([id]) => all.get(id) ?? [])
      const later = [...leaving].filter((place) => !isDue(place)).map(([, leavesAt]) => leavesAt)
      return { due, nextAt: due.length > 0 ? now : later.length > 0 ? Math.min(...later) : null }
    },
  }
}
