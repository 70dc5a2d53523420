/**
 * The lobby: who is in many rooms, and what one has not read there, over one socket, without being in any of them.
 *
 * LO1  A room is shown to who may read it, as by joining it: by their token, by what was granted to them in the room, or by what it gives to
 *      everybody; not to who is banned. Of any other room no more is told than why: FORBIDDEN, ROOM_NOT_FOUND, ROOM_DELETED.
 * LO2  Of a room: how many people are in it, exactly, and the first ten of them.
 * LO3  Unread counts, of chat and of comments, are exact for a person whose token says who they are. A key says of nobody who they are: `null`.
 * LO4  What changes is told within a second; what changes soon after it, together with it. Told are rooms as they are now, never changes of them.
 * LO5  A lobby keeps no room awake. A room that sleeps is asked about somebody once, and again only after it was awake; one that nobody looks at says
 *      that its numbers are others once, and then no more.
 * LO6  At most 100 rooms in one lobby, and so many letters in their ids as a socket can remember: LIMIT_EXCEEDED.
 * LO7  It ends with its token, with the key behind it and with its organization, as a room's sockets do.
 *
 * All lobbies of an organization are sockets of its one object, which hears of who comes and goes anyway: a change costs one call of the room to it,
 * as before, one question back while somebody looks, and one send for each of those; an object for each person would cost a call for each as well, and
 * its duration. Written are a row for each room that a person was shown asleep, so that looking again wakes nobody, and the wake-up of the room's call.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { RoomId } from './schemas.ts'

export const lobbyRoomsMax = 100
/** People of a room that are named. */
export const lobbyPeopleMax = 10

const Count = z.number().int().min(0)

export const LobbyPerson = z.object({ userId: z.string(), verified: z.boolean(), name: z.string(), color: z.string() })
export type LobbyPerson = z.infer<typeof LobbyPerson>

/** By the names of the features whose messages are read and unread. */
const LobbyUnread = z.object({ chat: Count, comments: Count })

/**
 * What a lobby tells of what somebody has not read: of these features and no others, 0 of one that nothing is known of.
 *
 * @example lobbyUnread({ chat: 3 }) // { chat: 3, comments: 0 }
 */
export const lobbyUnread = ({
  chat = 0,
  comments = 0,
}: Readonly<Record<string, number>>): z.infer<typeof LobbyUnread> => ({
  chat,
  comments,
})

export const LobbyRoom = z.object({
  id: RoomId,
  /** How many people are in it. */
  total: Count,
  /** The first of them. */
  people: z.array(LobbyPerson),
  /** `null`: nobody knows whose counts they would be. */
  unread: LobbyUnread.nullable(),
  /** Why nothing of it is shown. */
  error: z.enum(['FORBIDDEN', 'ROOM_NOT_FOUND', 'ROOM_DELETED']).nullable(),
})
export type LobbyRoom = z.infer<typeof LobbyRoom>

export const lobby = defineContract({
  name: 'lobby',
  requests: {},
  events: {
    /** Each in place of what was known of it. */
    'lobby.changed': { delivery: 'reliable', body: z.object({ rooms: z.array(LobbyRoom) }) },
  },
  channels: {},
  /** What is known already; the others follow as `lobby.changed`. */
  snapshot: z.array(LobbyRoom),
})
