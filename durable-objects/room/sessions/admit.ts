/**
 * Admitting: from an upgraded socket to somebody who is present. A y-websocket client is present at once; a native client says
 * hello first, so that identity, presence and an earlier session travel in a message and not in an address.
 */
import type { SessionPace, Welcome } from '@syncforge/protocol/envelope'
import { decodeClientEnvelope } from '@syncforge/protocol/envelope'
import { RoomError } from '@syncforge/protocol/errors'
import { HelloBody } from '@syncforge/protocol/hello'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { isSamePerson, type Person, personKey } from '@syncforge/protocol/person'
import type { User } from '@syncforge/protocol/schemas'
import { toUser } from '@syncforge/protocol/user'
import { metrics } from '../../../telemetry/metrics/index.ts'
import type { Liveness } from '../../actor/liveness.ts'
import type { Log } from '../../actor/log.ts'
import type { Transactions } from '../../actor/transactions.ts'
import type { Admission, RoomSettings } from '../admission.ts'
import type { Commit } from '../commit.ts'
import type { Place, RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import type { Admitter } from '../connections/handshake.ts'
import { sameSecret } from '../connections/session-secret.ts'
import { beginLife, lifeFields } from '../connections/socket-life.ts'
import type { Announcer } from '../delivery/announce.ts'
import type { Delivery } from '../delivery/deliver.ts'
import { dialects } from '../dialects/index.ts'
import type { Outbox } from '../facts/outbox.ts'
import { parseBody } from '../inbound/parse-body.ts'
import type { OpenRoom } from '../open.ts'
import type { Rights } from '../record/rights.ts'
import type { Authorizer } from './authorize.ts'
import type { EmptyTimeout } from './empty-timeout.ts'
import type { PeopleLimit } from './people-limit.ts'

interface AdmitterParts {
  readonly transactions: Transactions
  readonly commit: Commit
  readonly room: OpenRoom
  readonly registry: ConnectionRegistry
  readonly delivery: Delivery
  readonly announcer: Announcer
  readonly outbox: Pick<Outbox, 'requirePace' | 'within'>
  readonly rights: Rights
  readonly authorizer: Authorizer
  readonly liveness: Liveness<RoomConnection>
  readonly emptyTimeout: EmptyTimeout
  readonly peopleLimit: PeopleLimit
  settings(): RoomSettings
  generation(): string | null
  pace(): SessionPace
  /** Ends connections that look open and do not answer. */
  endDead(): Promise<void>
  clock(): number
  readonly log: Log
}

const readHello = (message: string | ArrayBuffer): HelloBody => {
  if (typeof message !== 'string') throw new RoomError('MALFORMED_MESSAGE', 'The first message is a hello')
  if (message.length > limits.presenceMaxBytes * 2) {
    throw new RoomError('PAYLOAD_TOO_LARGE', 'The hello is too large', { maxBytes: limits.presenceMaxBytes * 2 })
  }
  const envelope = decodeClientEnvelope(message)
  if (!('hello' in envelope)) throw new RoomError('MALFORMED_MESSAGE', 'The first message is a hello')
  return parseBody(HelloBody, envelope.hello)
}

export const createAdmitter = ({
  transactions,
  commit,
  room,
  registry,
  delivery,
  announcer,
  outbox,
  rights,
  authorizer,
  liveness,
  emptyTimeout,
  peopleLimit,
  settings,
  generation,
  pace,
  endDead,
  clock,
  log,
}: AdmitterParts): Admitter => {
  const hasPlaceFor = (person: Person | null) => {
    const people = new Set([...registry.all.values()].flatMap(({ user, isAgent }) => (isAgent ? [] : personKey(user))))
    return people.size < settings().maxParticipants || (person !== null && people.has(personKey(person)))
  }
  const requirePlaceFor = (person: Person | null) => {
    const { maxParticipants } = settings()
    if (!hasPlaceFor(person)) {
      throw new RoomError('ROOM_FULL', 'The room has as many people as it may have', { maxParticipants })
    }
  }

  const rightsFor = (person: Person, admission: Admission) => ({
    ...authorizer.require(person, admission),
    granted: admission.access,
    link: admission.link,
    credential: admission.credential,
  })

  const join = (socket: WebSocket, admission: Admission, user: User, memory: Place['memory']): RoomConnection => {
    const place: Place = {
      stage: 'present',
      id: createId('con'),
      number: registry.nextNumber(),
      user,
      ...rightsFor(user, admission),
      heardAt: clock(),
      joinedAt: clock(),
      dialect: admission.dialect,
      document: admission.document,
      secret: createId('ses'),
      requestId: admission.requestId,
      graceMs: admission.settings.graceMs,
      life: beginLife(admission.origin, clock()),
      topics: [],
      memory,
    }
    const connection = registry.add(place, socket)
    emptyTimeout.end()
    liveness.joined(connection)
    transactions.afterCommit(() => metrics.joins.add({ result: 'joined' }))
    return connection
  }

  const announceJoin = (connection: RoomConnection) => {
    const { userId, verified, userInfo } = connection.user
    if (registry.of(connection.user).filter(({ isAgent }) => !isAgent).length === 1) {
      outbox.requirePace(clock())
      // A credential is one secret of a key: the key's id, a slash and a part of the secret's digest, which is nobody's business.
      const key = connection.credential?.split('/')[0] ?? null
      const body = { userId, verified, name: userInfo.name, key }
      const tell = () => announcer.facts([{ kind: 'person.joined', body }])
      announcer.events(outbox.within(connection.life.origin?.traceparent, tell), connection)
    }
    for (const feature of room.features) announcer.events(feature.onJoin?.(connection) ?? [], connection)
  }

  const heldBy = ({ access, parts }: RoomConnection) =>
    Object.keys(parts).length === 0 ? { access } : { access, documents: parts }

  const welcome = (connection: RoomConnection, { roomId }: Admission, resumed: boolean) => {
    const snapshots = Object.fromEntries(room.features.map((feature) => [feature.name, feature.snapshot(connection)]))
    const body: Welcome['body'] = {
      self: { ...connection.user, connectionId: connection.id, number: connection.number, ...heldBy(connection) },
      session: {
        secret: connection.secret,
        graceMs: connection.graceMs,
        resumed,
        heartbeatMs: Math.min(limits.heartbeatIntervalMs, Math.floor(settings().presenceTimeoutMs / 2)),
        expiresAt: connection.expiresAt,
        pace: pace(),
      },
      room: { id: roomId, generation: generation() },
      serverTime: clock(),
      // Built from the registry that `Snapshots` is derived from.
      snapshots: snapshots as unknown as Welcome['body']['snapshots'],
    }
    const message = JSON.stringify({ type: 'welcome', body } satisfies Welcome)
    transactions.afterCommit(() => {
      try {
        connection.socket?.send(message)
      } catch {
        // The socket is closing: its close event will tell the room.
      }
    })
  }

  /** The place that a hello asks back, when it shows the right secret for the same person. */
  const resumable = (hello: HelloBody, admission: Admission): RoomConnection | null => {
    if (hello.session === undefined) return null
    const held = registry.all.get(hello.session.connectionId)
    if (held === undefined) registry.missed(hello.session.connectionId, hello.session.secret)
    if (held === undefined || !sameSecret(held.secret, hello.session.secret)) return null
    const { userId, verified } = admission.user
    // A guest who gives no id is the one whose secret it is.
    const asked = { userId: userId ?? hello.userId ?? held.user.userId, verified }
    return isSamePerson(asked, held.user) ? held : null
  }

  /** The place that a stock client has just lost. It has no secret to show: its token says who it is. */
  const lostPlaceOf = ({ user, document }: Admission): RoomConnection | null =>
    [...registry.all.values()].find(
      (held) =>
        held.socket === null &&
        !dialects[held.dialect].resumesBySecret &&
        held.document === document &&
        user.verified &&
        isSamePerson(held.user, { userId: user.userId ?? '', verified: true }),
    ) ?? null

  const resume = (held: RoomConnection, socket: WebSocket, admission: Admission) => {
    const { life } = held
    const ended = lifeFields(held, clock())
    transactions.onRollback(() => {
      held.life = life
    })
    held.life = beginLife(admission.origin, clock())
    const previous = registry.resume(held, socket)
    // It may still look open to us; its own close comes too late to matter (rule PR5).
    transactions.afterCommit(() => {
      if (previous === null) return
      log('socket_closed', { ...ended, closeCode: 1000 }, 'info')
      previous.close(1000, 'resumed elsewhere')
    })
    held.grant(rightsFor(held.user, admission))
    liveness.joined(held)
    transactions.afterCommit(() => metrics.joins.add({ result: 'resumed' }))
  }

  const begin = (work: () => void) => {
    // What was collected so far is in the newcomer's snapshot and must not reach it a second time.
    delivery.flush()
    commit(work)
  }

  return {
    async requireCounted(admission, message) {
      const hello = readHello(message)
      // A guest who gives no id is the one whose place it is.
      const userId = hello.userId ?? resumable(hello, admission)?.user.userId ?? null
      await peopleLimit.require(userId === null ? null : { userId, verified: false }, admission)
    },

    async require(admission) {
      const { saysHello } = dialects[admission.dialect]
      const { userId, verified } = admission.user
      const person = userId === null ? null : { userId, verified }
      // Whoever it says it is: nobody has more by a claim.
      authorizer.require(person ?? { userId: '', verified: false }, admission)
      if (person !== null && !saysHello) rights.requireWelcome(person, clock())
      if (person !== null || !saysHello) await peopleLimit.require(person, admission)
      if (hasPlaceFor(person) || lostPlaceOf(admission) !== null) return
      await endDead()
      // A hello says who it is.
      if (!saysHello && lostPlaceOf(admission) === null) requirePlaceFor(person)
    },

    enter(socket, admission) {
      const held = lostPlaceOf(admission)
      const user = held?.user ?? toUser(admission.user)
      if (held === null) requirePlaceFor(user)
      begin(() => {
        if (held !== null) resume(held, socket, admission)
        else announceJoin(join(socket, admission, user, {}))
      })
    },

    greet(socket, admission, message) {
      const hello = readHello(message)
      const { verified } = admission.user
      const held = resumable(hello, admission)
      const userId = admission.user.userId ?? hello.userId ?? held?.user.userId
      if (userId !== undefined) rights.requireWelcome({ userId, verified }, clock())
      if (held !== null) {
        begin(() => {
          resume(held, socket, admission)
          welcome(held, admission, true)
        })
        return
      }
      const claim =
        admission.user.userId === null
          ? { userId: hello.userId ?? null, userInfo: hello.userInfo ?? {}, verified: false }
          : { ...admission.user, userInfo: { ...hello.userInfo, ...admission.user.userInfo } }
      const user = toUser(claim)
      requirePlaceFor(user)
      begin(() => {
        const connection = join(socket, admission, user, { presence: hello.presence ?? {} })
        welcome(connection, admission, false)
        announceJoin(connection)
      })
    },
  }
}
