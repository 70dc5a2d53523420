/**
 * Who watches an organization's rooms, each on a socket that sleeps with the object: a snapshot first, then what changes, gathered for a moment.
 *
 * OW1  Who watches all of them is told of people of the month and of connections as they change, also when the people in each room are the same.
 * OW2  They are told when what is paid for, or which rooms there are, may be another than REST has told them, also after a sleep.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { createSent } from '../actor/limits/sent.ts'
import { closeSocket, encodeAttachment, readAttachment } from '../actor/sockets.ts'
import type { LiveMessage, LiveRoom, LogLine, LogMessage, LogWatching, OrganizationAdmission } from './admission.ts'
import type { Books } from './books.ts'
import type { LiveLog } from './live-log/log.ts'
import type { Notices } from './notices/index.ts'
import type { LiveRooms } from './rooms.ts'

export interface Watchers {
  accept(socket: WebSocket, admission: OrganizationAdmission): void
  /** Lines of the live log that are new. */
  logged(lines: readonly LogLine[]): void
  /** A room is another than before: everybody who watches it hears of it within {@link gatherMs}. */
  changed(room: LiveRoom): void
  /** Totals, the month or the news may be others than they were told: then who watches all hears of it in the same way. */
  numbersChanged(): void
  /** What there is to tell of limits is something else: everybody hears of it in the same way. */
  limitsChanged(): void
  /** Ends what `callerId` watches. */
  dismiss(callerId: string): void
  /** Ends those whose time is over; returns when the next one's is. */
  endOverdue(now: number): number | null
}

/** Sockets of those who watch the organization itself, beside lobbies, which are many more. */
export const watchingTag = 'watching'

/** How many rooms are shown to who watches all. */
const roomsMax = 200
/** How many people of each; who watches one room sees all that it has told. */
const peopleMax = 8
const gatherMs = 200
/** What one socket is sent before it has to come again: minutes of the busiest organization. */
const sentMax = 16 * 1024 * 1024

const inShort = (room: LiveRoom): LiveRoom => ({ ...room, people: room.people.slice(0, peopleMax) })

const encodeLog = (lines: readonly LogLine[], gap: boolean): string =>
  JSON.stringify({ type: 'log', body: { lines, gap } } satisfies LogMessage)

const isFor =
  ({ acts }: LogWatching) =>
  ({ kind, what }: LogLine): boolean =>
    // What is paid for is for those who may see what was done.
    acts || (kind !== 'act' && !(kind === 'notice' && what?.startsWith('billing.') === true))

interface Watched {
  readonly books: Pick<Books, 'month' | 'news'>
  readonly log: Pick<LiveLog, 'since'>
  readonly limits: Pick<Notices, 'reached'>
}

export const createWatchers = (
  state: DurableObjectState,
  rooms: LiveRooms,
  { books, log, limits }: Watched,
): Watchers => {
  const sent = createSent(sentMax)
  const waiting = new Map<string, LiveRoom>()
  let isLimitNews = false
  /** As they were told last. */
  let told = ''
  let isGathering = false
  let sentAt = 0

  const everybody = (tag?: string) =>
    state.getWebSockets(tag).flatMap((socket) => {
      const admission = readAttachment<OrganizationAdmission>(socket)
      return admission === null ? [] : [{ socket, admission }]
    })

  const end = (socket: WebSocket, error: RoomError) => {
    socket.serializeAttachment(null)
    closeSocket(socket, error)
  }

  const say = (socket: WebSocket, message: string) => {
    if (!sent.take(socket, message)) {
      end(socket, new RoomError('SLOW_CONSUMER', 'This socket was told much and may not have read it: come again'))
      return
    }
    try {
      socket.send(message)
    } catch {
      // It is closing: its close event will tell us.
    }
  }

  const numbers = () => ({ totals: rooms.totals(), month: books.month(), news: books.news() })

  const encode = (type: LiveMessage['type'], shown: readonly LiveRoom[], now = numbers()): string =>
    JSON.stringify({ type, body: { rooms: shown, ...now, limits: limits.reached() } } satisfies LiveMessage)

  const flush = () => {
    isGathering = false
    sentAt = Date.now()
    const changed = [...waiting.values()]
    waiting.clear()
    const isForAll = isLimitNews
    isLimitNews = false
    const now = numbers()
    told = JSON.stringify(now)
    // The same bytes for everybody who watches all.
    let all: string | null = null
    for (const { socket, admission } of everybody(watchingTag)) {
      if (admission.log) continue
      if (admission.roomId === null) {
        all ??= encode('changed', changed.slice(-roomsMax).map(inShort), now)
        say(socket, all)
        continue
      }
      const theirs = changed.filter(({ id }) => id === admission.roomId)
      if (isForAll || theirs.length > 0) say(socket, encode('changed', theirs, now))
    }
  }

  const gather = () => {
    if (isGathering) return
    isGathering = true
    setTimeout(flush, Math.max(0, sentAt + gatherMs - Date.now()))
  }

  return {
    accept(socket, admission) {
      socket.serializeAttachment(encodeAttachment(admission))
      const { roomId, log: watching } = admission
      if (watching) {
        const { lines, isWhole } = log.since(watching.after)
        say(socket, encodeLog(lines.filter(isFor(watching)), watching.after > 0 && !isWhole))
        return
      }
      const shown = roomId === null ? rooms.latest(roomsMax).map(inShort) : [rooms.find(roomId)]
      say(socket, encode('snapshot', shown))
    },
    logged(lines) {
      for (const { socket, admission } of everybody(watchingTag)) {
        if (!admission.log) continue
        const theirs = lines.filter(isFor(admission.log))
        if (theirs.length > 0) say(socket, encodeLog(theirs, false))
      }
    },
    changed(room) {
      if (state.getWebSockets(watchingTag).length === 0) return
      waiting.delete(room.id)
      waiting.set(room.id, room)
      gather()
    },
    numbersChanged() {
      if (state.getWebSockets(watchingTag).length > 0 && JSON.stringify(numbers()) !== told) gather()
    },
    limitsChanged() {
      if (state.getWebSockets(watchingTag).length === 0) return
      isLimitNews = true
      gather()
    },
    dismiss(callerId) {
      const error = new RoomError('FORBIDDEN', 'You have no right to this organization any more')
      for (const { socket, admission } of everybody()) if (admission.callerId === callerId) end(socket, error)
    },
    endOverdue(now) {
      let nextAt: number | null = null
      for (const { socket, admission } of everybody()) {
        if (admission.expiresAt <= now) end(socket, new RoomError('SESSION_EXPIRED', 'Come back and be asked again'))
        else nextAt = Math.min(nextAt ?? admission.expiresAt, admission.expiresAt)
      }
      return nextAt
    },
  }
}
