/** The room's list of connections by id and by socket, rebuilt from attachments and kept places on every wake. */
import { type KeptPlace, type Place, placeKey, placePrefix, RoomConnection, readSocket } from './connection.ts'
import type { RoomValues } from './values.ts'

export interface Roster {
  readonly all: ReadonlyMap<string, RoomConnection>
  bySocket(socket: WebSocket): RoomConnection | undefined
  /** Everything that one person has open or is about to come back to. */
  of(userId: string): readonly RoomConnection[]
  /** A number that nobody present has. */
  nextNumber(): number
  add(place: Place, socket: WebSocket): RoomConnection
  remove(connection: RoomConnection): void
  /** The socket is lost: keep the place until `leavesAt`. */
  park(connection: RoomConnection, leavesAt: number): void
  /** Gives a place to a new socket; the old one, if any, is returned and belongs to nobody. */
  resume(connection: RoomConnection, socket: WebSocket): WebSocket | null
  /** Parked connections whose time has come, and when to look next. */
  overdue(now: number): { readonly due: readonly RoomConnection[]; readonly nextAt: number | null }
}

/** `found` hears of a connection whose socket closed while the room slept, before anything is done with it. */
export const createRoster = (
  open: readonly WebSocket[],
  values: RoomValues,
  found: (connection: RoomConnection) => void,
): Roster => {
  const all = new Map<string, RoomConnection>()
  const sockets = new Map<WebSocket, RoomConnection>()
  let highest = 0

  const put = (place: Place, socket: WebSocket | null): RoomConnection => {
    const connection = new RoomConnection(place, socket, values)
    all.set(place.id, connection)
    if (socket !== null) sockets.set(socket, connection)
    highest = Math.max(highest, place.number)
    return connection
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

  return {
    all,
    bySocket(socket) {
      const known = sockets.get(socket)
      if (known !== undefined) return known
      // A socket that closes while the room sleeps wakes it and is already missing from `getWebSockets`.
      const held = readSocket(socket, values)
      if (held?.stage !== 'present' || all.has(held.id)) return undefined
      const connection = put(held, socket)
      found(connection)
      return connection
    },
    of: (userId) => [...all.values()].filter(({ user }) => user.userId === userId),
    nextNumber: () => {
      highest += 1
      return highest
    },
    add(place, socket) {
      const connection = put(place, socket)
      connection.save()
      return connection
    },
    remove(connection) {
      all.delete(connection.id)
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
      sockets.delete(socket)
      socket.serializeAttachment(null)
      connection.socket = null
      connection.behind = false
      leaving.set(connection.id, leavesAt)
      values.put(placeKey(connection.id), { place: connection.toPlace(), leavesAt } satisfies KeptPlace)
    },
    resume(connection, socket) {
      const previous = connection.socket
      if (previous !== null) {
        sockets.delete(previous)
        previous.serializeAttachment(null)
      }
      connection.socket = socket
      connection.behind = false
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
