/**
 * Agents: participants without a socket, which somebody with a key shows for a while. What they say is asked in their name, one request of a
 * feature after the other. They are nobody who comes or goes: no fact tells of them, nobody counts them, they take no place of a person.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { isSamePerson, type Person } from '@syncforge/protocol/person'
import type { User } from '@syncforge/protocol/schemas'
import { toUser } from '@syncforge/protocol/user'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { AgentShown, RoomRequest } from '../admission.ts'
import type { Commit } from '../commit.ts'
import type { Place, RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import type { Announcer } from '../delivery/announce.ts'
import type { OpenRoom } from '../open.ts'
import type { Rights } from '../record/rights.ts'
import type { Departures } from './depart.ts'
import type { EmptyTimeout } from './empty-timeout.ts'

const utf8 = new TextEncoder()

export const agentsMax = 20
/** So long an agent is shown at most without being shown again. */
const agentMaxMs = 3_600_000

export interface Agents {
  /** Shows it until `ttlMs` have passed, from now on or for longer, and carries out `requests` as its own. @throws RoomError */
  show(
    agent: AgentShown,
    requests: readonly RoomRequest[],
    requestId: string,
  ): { connectionId: string; expiresAt: number }
  /** Whether it was shown. */
  hide(userId: string): boolean
}

interface AgentsParts {
  readonly commit: Commit
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly announcer: Announcer
  readonly rights: Rights
  readonly departures: Departures
  readonly emptyTimeout: EmptyTimeout
  readonly wakeups: Pick<Wakeups, 'wakeAt'>
  ask(name: string, body: unknown, from: RoomConnection): unknown
  clock(): number
}

export const createAgents = ({
  commit,
  room,
  registry,
  announcer,
  rights,
  departures,
  emptyTimeout,
  wakeups,
  ask,
  clock,
}: AgentsParts): Agents => {
  const all = () => [...registry.all.values()].filter(({ isAgent }) => isAgent)
  const shown = (person: Person) => all().find(({ user }) => isSamePerson(user, person))

  const add = (user: User, requestId: string, leavesAt: number): RoomConnection => {
    if (all().length >= agentsMax) {
      throw new RoomError('LIMIT_EXCEEDED', `A room shows at most ${agentsMax} agents`, { max: agentsMax })
    }
    const now = clock()
    const place: Place = {
      stage: 'present',
      id: createId('con'),
      number: registry.nextNumber(),
      user,
      agent: true,
      access: 'write',
      granted: 'write',
      credential: null,
      expiresAt: null,
      heardAt: now,
      joinedAt: now,
      dialect: 'native',
      document: '',
      secret: createId('ses'),
      requestId,
      graceMs: agentMaxMs,
      topics: [],
      memory: {},
    }
    const connection = registry.addParked(place, leavesAt)
    emptyTimeout.end()
    for (const feature of room.features) announcer.events(feature.onJoin?.(connection) ?? [], connection)
    return connection
  }

  const carryOut = ({ name, body }: RoomRequest, agent: RoomConnection) => {
    const maxBytes = room.routes.get(name)?.entry.maxBytes ?? limits.messageMaxBytes
    if (utf8.encode(JSON.stringify(body)).length > maxBytes)
      throw new RoomError('PAYLOAD_TOO_LARGE', `${name} takes at most ${maxBytes} bytes`, { maxBytes })
    ask(name, body, agent)
  }

  return {
    show({ userId, userInfo, ttlMs }, requests, requestId) {
      const user = toUser({ userId, userInfo, verified: true })
      rights.requireWelcome(user, clock())
      const expiresAt = clock() + ttlMs
      const connectionId = commit(() => {
        const known = shown(user)
        // Another name or colour is another entry: people hear of both.
        const isAnother = known !== undefined && JSON.stringify(known.user) !== JSON.stringify(user)
        if (isAnother) departures.leave(known, 'ended')
        const agent = known === undefined || isAnother ? add(user, requestId, expiresAt) : known
        for (const request of requests) carryOut(request, agent)
        registry.keepParked(agent, expiresAt)
        wakeups.wakeAt(departures.wakeKey, registry.overdue(clock()).nextAt)
        return agent.id
      })
      announcer.collectLater()
      return { connectionId, expiresAt }
    },
    hide(userId) {
      const agent = shown({ userId, verified: true })
      if (agent !== undefined) departures.leave(agent, 'left')
      return agent !== undefined
    },
  }
}
