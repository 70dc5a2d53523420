/** Lobbies: sockets that are shown who is in many rooms and what they have not read there. Rules LO1–LO7 are in the contract. */
import type { Welcome } from '@syncforge/protocol/envelope'
import { RoomError } from '@syncforge/protocol/errors'
import { isFact } from '@syncforge/protocol/facts'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { type LobbyRoom, lobbyPeopleMax, lobbyUnread } from '@syncforge/protocol/lobby'
import { createSent } from '../../actor/limits/sent.ts'
import { describeFault } from '../../actor/log.ts'
import { closeSocket, encodeAttachment, readAttachment } from '../../actor/sockets.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { RoomName } from '../../room/admission.ts'
import { everyCredential } from '../../room/admission.ts'
import type { LobbySight, LobbyViewer } from '../../room/live/target.ts'
import type { LiveRoom, LobbyAdmission, OrganizationAdmission } from '../admission.ts'
import { defineConsumer, type FactConsumer } from '../facts/consumer.ts'
import { roomOf } from '../inboxes/target.ts'
import { createSeen, lobbyMigrations, type Seen } from './rows.ts'

export const lobbyTag = 'lobby'

export interface Lobbies extends FactConsumer {
  /** Where to look who is in a room. */
  use(find: (roomId: string) => LiveRoom): void
  /** @throws RoomError LIMIT_EXCEEDED, UNAVAILABLE */
  requirePlace(): void
  accept(socket: WebSocket, admission: OrganizationAdmission, lobby: LobbyAdmission): void
  closed(socket: WebSocket): void
  /** A room is awake, and may be another than it was; whether somebody looks. */
  changed(room: RoomName): boolean
  /** These keys have ended. */
  end(credentials: readonly string[]): void
}

const lobbiesMax = 10_000
const attachmentMaxBytes = 16_000
const gatherMs = 200
const askTimeoutMs = 10_000
const roomsAtOnce = 20
const viewersAtOnce = 500
const askAgainMs = 5_000
/** What one socket is sent before it has to come again. */
const sentMax = 4 * 1024 * 1024
const returnWithinMs = 2_000

interface Looking {
  readonly socket: WebSocket
  readonly userId: string | null
  readonly credential: string | null
  /** By room. */
  readonly entries: ReadonlyMap<string, LobbyAdmission['rooms'][number]>
  readonly errors: Map<string, NonNullable<LobbyRoom['error']>>
  /** What is known of each room. */
  readonly sights: Map<string, LobbySight>
  /** Rooms to be told of. */
  readonly news: Set<string>
}

export const lobby = defineConsumer({
  migrations: lobbyMigrations,
  open({ organizationId, storage, state, clock, log }): Lobbies {
    const seen = createSeen(storage.sql, clock)
    const sent = createSent(sentMax)
    const all = new Map<WebSocket, Looking>()
    const byRoom = new Map<string, Set<Looking>>()
    let find = (id: string): LiveRoom => ({ id, total: 0, people: [], changedAt: 0 })
    let isGathering = false
    let sentAt = 0
    /** Rooms that are being asked, and whether they are to be asked again after that. */
    const asking = new Map<string, boolean>()

    const add = (socket: WebSocket, { userId, credential, rooms, errors }: LobbyAdmission): Looking => {
      const looking: Looking = {
        socket,
        userId,
        credential,
        entries: new Map(rooms.map((entry) => [entry[0], entry])),
        errors: new Map(errors),
        sights: new Map(),
        news: new Set(),
      }
      all.set(socket, looking)
      for (const id of [...looking.entries.keys(), ...looking.errors.keys()]) {
        const known = byRoom.get(id)
        if (known === undefined) byRoom.set(id, new Set([looking]))
        else known.add(looking)
      }
      return looking
    }
    const drop = (looking: Looking) => {
      all.delete(looking.socket)
      for (const id of [...looking.entries.keys(), ...looking.errors.keys()]) {
        const known = byRoom.get(id)
        known?.delete(looking)
        if (known?.size === 0) byRoom.delete(id)
      }
    }
    const finish = (looking: Looking, error: RoomError) => {
      drop(looking)
      looking.socket.serializeAttachment(null)
      closeSocket(looking.socket, error)
    }
    for (const socket of state.getWebSockets(lobbyTag)) {
      const held = readAttachment<OrganizationAdmission>(socket)
      if (held?.lobby) add(socket, held.lobby)
    }

    const send = (looking: Looking, message: object) => {
      const text = JSON.stringify(message)
      if (!sent.take(looking.socket, text))
        return finish(
          looking,
          new RoomError('SLOW_CONSUMER', 'This socket was told much and may not have read it: come again'),
        )
      try {
        looking.socket.send(text)
      } catch {
        // It is closing: its close event will tell us.
      }
    }

    const hidden = (id: string, error: NonNullable<LobbyRoom['error']>): LobbyRoom => ({
      id,
      total: 0,
      people: [],
      unread: null,
      error,
    })
    /** `null`: nothing is known of it yet. */
    const shown = ({ sights, errors }: Looking, id: string): LobbyRoom | null => {
      const error = errors.get(id)
      if (error !== undefined) return hidden(id, error)
      const sight = sights.get(id)
      if (sight === undefined) return null
      if (!sight.mayRead) return hidden(id, 'FORBIDDEN')
      const { total, people } = find(id)
      return {
        id,
        total,
        people: people
          .slice(0, lobbyPeopleMax)
          .map(({ userId, verified, name, color }) => ({ userId, verified, name, color })),
        unread: sight.unread && lobbyUnread(sight.unread),
        error: null,
      }
    }

    const flush = () => {
      isGathering = false
      sentAt = Date.now()
      for (const looking of [...all.values()]) {
        if (looking.news.size === 0) continue
        const rooms = [...looking.news].flatMap((id) => shown(looking, id) ?? [])
        looking.news.clear()
        if (rooms.length > 0) send(looking, { type: 'lobby.changed', body: { rooms } })
      }
    }
    const gather = () => {
      if (isGathering) return
      isGathering = true
      setTimeout(flush, Math.max(0, sentAt + gatherMs - Date.now()))
    }
    const take = (looking: Looking, roomId: string, sight: LobbySight) => {
      looking.sights.set(roomId, sight)
      looking.news.add(roomId)
      gather()
    }

    const seenBy = (
      { userId }: Looking,
      [roomId, createdAt, access, byEdge]: LobbyAdmission['rooms'][number],
    ): Seen => ({
      roomId,
      createdAt,
      userId: userId ?? '',
      access: `${access}/${byEdge}`,
    })

    /** Asks a room about `lookings`. `isLasting`: it sleeps, as far as is known, and what it says is kept. */
    const askAbout = async (roomId: string, lookings: readonly Looking[], isLasting: boolean): Promise<void> => {
      for (let from = 0; from < lookings.length; from += viewersAtOnce) {
        const some = lookings.slice(from, from + viewersAtOnce).flatMap((looking) => {
          const entry = looking.entries.get(roomId)
          return entry === undefined ? [] : [{ looking, entry }]
        })
        const [first] = some
        if (first === undefined) continue
        const [, createdAt] = first.entry
        const viewers = some.map(({ looking, entry }): LobbyViewer => ({ userId: looking.userId, access: entry[2] }))
        const room = roomOf(state, { organizationId: organizationId(), roomId })
        const answer = await withinTime(room.lobby(createdAt, viewers), askTimeoutMs)
        for (const [index, { looking, entry }] of some.entries()) {
          // Nobody was ever in it: nothing is decided there, and nothing written.
          const sight = answer?.sights[index] ?? {
            mayRead: entry[3],
            unread: entry[3] && looking.userId !== null ? {} : null,
          }
          if (isLasting && answer !== null && !answer.isEphemeral) seen.put(seenBy(looking, entry), sight)
          if (all.has(looking.socket)) take(looking, roomId, sight)
        }
      }
    }

    const ask = async (roomId: string): Promise<void> => {
      if (asking.has(roomId)) return void asking.set(roomId, true)
      do {
        asking.set(roomId, false)
        try {
          await askAbout(roomId, [...(byRoom.get(roomId) ?? [])], false)
        } catch (error) {
          log('lobby_room_not_asked', { roomId, error: describeFault(error) })
          await new Promise((resolve) => setTimeout(resolve, askAgainMs))
          asking.set(roomId, true)
        }
      } while (asking.get(roomId) === true && byRoom.has(roomId))
      asking.delete(roomId)
    }

    const look = async (looking: Looking): Promise<void> => {
      const queue = looking.entries.values()
      const worker = async () => {
        for (const entry of queue) {
          const [roomId] = entry
          const known = seen.find(seenBy(looking, entry))
          if (known !== null) {
            take(looking, roomId, known)
            continue
          }
          try {
            await askAbout(roomId, [looking], find(roomId).total === 0)
          } catch (error) {
            log('lobby_room_not_asked', { roomId, error: describeFault(error) })
            state.waitUntil(ask(roomId))
          }
        }
      }
      await Promise.all(Array.from({ length: Math.min(roomsAtOnce, looking.entries.size) }, worker))
    }

    const welcome = (looking: Looking, { expiresAt }: OrganizationAdmission): object => {
      const connectionId = createId('con')
      const body: Omit<Welcome['body'], 'snapshots'> & { snapshots: unknown } = {
        self: {
          userId: looking.userId ?? '',
          userInfo: { name: looking.userId ?? '', color: '' },
          verified: looking.userId !== null,
          connectionId,
          number: 1,
          access: 'read',
        },
        session: {
          // Nothing is taken up again: who comes back is told everything.
          secret: connectionId,
          graceMs: 0,
          resumed: false,
          heartbeatMs: limits.heartbeatIntervalMs,
          expiresAt,
          pace: { sendIntervalMs: limits.cursorIntervalMs, returnWithinMs },
        },
        room: { id: '', generation: null },
        serverTime: clock(),
        snapshots: { lobby: [...looking.errors.keys()].flatMap((id) => shown(looking, id) ?? []) },
      }
      return { type: 'welcome', body }
    }

    return {
      use(found) {
        find = found
      },
      requirePlace() {
        if (all.size >= lobbiesMax)
          throw new RoomError('LIMIT_EXCEEDED', 'The organization has as many lobbies open as may be', {
            max: lobbiesMax,
          })
      },
      accept(socket, admission, given) {
        const held = encodeAttachment(admission)
        socket.serializeAttachment(held.length > attachmentMaxBytes ? null : held)
        if (held.length > attachmentMaxBytes) {
          closeSocket(socket, new RoomError('LIMIT_EXCEEDED', 'The ids of the rooms are too long together'))
          return
        }
        seen.prune()
        const looking = add(socket, given)
        send(looking, welcome(looking, admission))
        state.waitUntil(look(looking))
      },
      closed(socket) {
        const looking = all.get(socket)
        if (looking !== undefined) drop(looking)
      },
      changed({ roomId }) {
        seen.forget(roomId)
        if (!byRoom.has(roomId)) return false
        state.waitUntil(ask(roomId))
        return true
      },
      end(credentials) {
        const isAll = credentials.includes(everyCredential)
        const error = isAll
          ? new RoomError('ORGANIZATION_DELETED', 'The organization was deleted')
          : new RoomError('KEY_REVOKED', 'The key behind your token has ended')
        const met = [...all.values()].filter(
          ({ credential }) => isAll || (credential !== null && credentials.includes(credential)),
        )
        storage.afterCommit(() => {
          for (const looking of met) finish(looking, error)
        })
      },
      take(facts) {
        for (const fact of facts) {
          if (isFact(fact, 'room.deleted')) {
            const { roomId } = fact.body
            seen.forget(roomId)
            storage.afterCommit(() => {
              for (const looking of byRoom.get(roomId) ?? []) {
                if (!looking.entries.has(roomId)) continue
                looking.errors.set(roomId, looking.sights.get(roomId)?.mayRead === false ? 'FORBIDDEN' : 'ROOM_DELETED')
                looking.news.add(roomId)
                gather()
              }
            })
          } else if (isFact(fact, 'room.created')) {
            const { roomId } = fact.body
            storage.afterCommit(() => {
              for (const looking of [...(byRoom.get(roomId) ?? [])]) {
                if (looking.errors.has(roomId))
                  finish(
                    looking,
                    new RoomError('SESSION_EXPIRED', 'A room of this lobby was made: come back and see it'),
                  )
              }
            })
          }
        }
      },
    }
  },
})
