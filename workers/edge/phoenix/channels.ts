/**
 * The channels of one client: which topics it has joined, under which refs, each with its place in the session of its room.
 *
 * PHX5  A socket of the right version is never refused or closed for what its client may not do: joins are. Of a refusal that lasts the channel is
 *       closed, so that the client does not ask again; joins of a crowd are spread.
 * PHX6  What belongs to an earlier join of a topic never touches the present one, and a second join takes the place of the first unseen.
 * PHX7  What one client costs is bounded: topics, joins, requests that wait, what is kept for it while it does not read.
 * PHX8  A client that goes on purpose has left; of one that is lost the room keeps the place, and its return takes it again. One that is silent
 *       for 75 s is lost. Beats are answered without the room, which sleeps meanwhile.
 * PHX9  A pushed update is answered when it is durable.
 * PHX10 The history of a document's topic and the updates after it are the whole document, whatever is edited while the join is under way.
 * PHX11 A topic that is joined on an open session is told how things are then, not how they were when the session began.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { toRefusal } from '../problem.ts'
import type { FindWay, Way } from './enter.ts'
import { encodeBinaryPush, encodeText, type PhoenixMessage } from './frames.ts'
import { createJoinPace } from './pace.ts'
import { mayReturn, refusalOf } from './refusals.ts'
import type { Session } from './session.ts'
import { parseTopic, type Topic } from './topics.ts'
import { fieldsOf } from './words/payload.ts'
import type { JoinParams, Stay } from './words/words.ts'

const topicsMax = 100
/** Each opens a connection to a room: an invocation has a bound of its own. */
const joinsMax = 5_000
const openingMax = 8
/** Requests without an answer yet. */
const pendingMax = 1_000
/** The name of a topic is in every message of it. */
const topicMaxLength = 512

const paceJoin = createJoinPace({
  clock: Date.now,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
})

const unmatched = { reason: 'unmatched topic' } as const

interface ChannelsPlan {
  send(message: string | Uint8Array): void
  readonly findWay: FindWay
  readonly requestId: string
  /** It was let into a room by this key. */
  paidBy(payer: string): void
  /** This client has joined as often as one socket may. */
  exhausted(): void
}

export interface Channels {
  hear(message: PhoenixMessage): void
  isEmpty(): boolean
  /** The client is gone, for good or lost. */
  end(isGoodbye: boolean): void
}

/** A session and the channels that use it. */
interface Shared {
  readonly way: Way
  readonly opening: Promise<Session>
  readonly users: Set<Channel>
}

interface Channel {
  readonly topic: string
  readonly joinRef: string
  shared: Shared | null
  /** Joined, and told so. */
  open: { readonly session: Session; readonly stay: Stay } | null
}

export const createChannels = ({ send, findWay, requestId, paidBy, exhausted }: ChannelsPlan): Channels => {
  const channels = new Map<string, Channel>()
  const sessions = new Map<string, Shared>()
  let joins = 0
  let opening = 0
  let pending = 0
  let isOver = false
  const turns: (() => void)[] = []

  const say = (joinRef: string | null, ref: string | null, topic: string, event: string, payload: unknown) =>
    send(encodeText(joinRef, ref, topic, event, JSON.stringify(payload)))
  const reply = (to: PhoenixMessage, joinRef: string | null, status: 'ok' | 'error', response: unknown) => {
    if (to.ref !== null) say(joinRef, to.ref, to.topic, 'phx_reply', { status, response })
  }
  const sayClosed = ({ topic, joinRef }: Channel) => say(joinRef, joinRef, topic, 'phx_close', {})
  const isCurrent = (channel: Channel) => !isOver && channels.get(channel.topic) === channel

  const release = (channel: Channel) => {
    const { shared, open } = channel
    channel.shared = null
    channel.open = null
    if (open !== null) open.session.leave(open.stay)
    if (shared === null) return
    shared.users.delete(channel)
    if (shared.users.size > 0) return
    if (sessions.get(shared.way.key) === shared) sessions.delete(shared.way.key)
    shared.opening.then(
      (session) => session.close(true),
      () => {},
    )
  }

  /** The line of a session is no more. */
  const sessionEnded = (shared: Shared, error: RoomError) => {
    if (sessions.get(shared.way.key) === shared) sessions.delete(shared.way.key)
    void shared.opening.then((session) => {
      if (mayReturn(error)) shared.way.lost(session)
      const { returnWithinMs } = session.welcome.session.pace
      for (const channel of shared.users) {
        const { topic, joinRef } = channel
        // Those that are being joined hear it as the answer.
        if (channel.open === null) continue
        channel.shared = null
        release(channel)
        if (isCurrent(channel)) channels.delete(topic)
        if (mayReturn(error))
          setTimeout(() => say(joinRef, joinRef, topic, 'phx_error', {}), Math.random() * returnWithinMs)
        else {
          say(joinRef, null, topic, 'error', refusalOf(error, requestId))
          sayClosed(channel)
        }
      }
    })
  }

  const share = (channel: Channel, topic: Topic, params: JoinParams): Promise<Session> => {
    const way = findWay(topic, params)
    const known = sessions.get(way.key)
    if (known !== undefined) {
      known.users.add(channel)
      channel.shared = known
      return known.opening
    }
    const shared: Shared = {
      way,
      users: new Set([channel]),
      // Only who opens a line takes a place in the crowd's.
      opening: paceJoin(() => {
        if (isOver || shared.users.size === 0) throw new RoomError('ROOM_UNAVAILABLE', 'Nobody waits for it any more')
        return way.open({ ended: (error) => sessionEnded(shared, error) })
      }),
    }
    sessions.set(way.key, shared)
    channel.shared = shared
    shared.opening.catch(() => {
      if (sessions.get(way.key) === shared) sessions.delete(way.key)
    })
    return shared.opening
  }

  const stayOf = ({ topic, joinRef }: Channel, meant: Topic, params: JoinParams): Stay => ({
    topic,
    kind: meant.kind,
    document: meant.kind === 'inbox' ? '' : meant.document,
    params,
    push: (event, payload) => say(joinRef, null, topic, event, payload),
    pushBytes(event, bytes) {
      const frame = encodeBinaryPush(joinRef, topic, event, bytes)
      if (frame !== null) send(frame)
      return frame !== null
    },
  })

  /** A few at a time: the others wait for their turn. */
  const takeTurn = async () => {
    if (opening >= openingMax) await new Promise<void>((resolve) => turns.push(resolve))
    opening += 1
  }
  const endTurn = () => {
    opening -= 1
    turns.shift()?.()
  }

  const enter = async (channel: Channel, message: PhoenixMessage): Promise<void> => {
    await takeTurn()
    try {
      if (!isCurrent(channel)) return
      const meant = parseTopic(channel.topic)
      if (meant === null) return refuse(channel, message, unmatched, false)
      if (message.fault !== null) throw message.fault
      const params = fieldsOf(message.payload ?? {})
      const stay = stayOf(channel, meant, params)
      const session = await share(channel, meant, params)
      if (channel.shared !== null) paidBy(channel.shared.way.payer)
      const response = await session.join(stay).catch((error) => {
        session.leave(stay)
        throw error
      })
      // Left, or joined again, meanwhile.
      if (!isCurrent(channel)) return session.leave(stay)
      channel.open = { session, stay }
      reply(message, channel.joinRef, 'ok', response)
      session.joined(stay)
    } catch (error) {
      const refusal = toRefusal(error)
      if (isCurrent(channel)) refuse(channel, message, refusalOf(refusal, requestId), mayReturn(refusal))
    } finally {
      if (channel.open === null) release(channel)
      endTurn()
    }
  }
  const refuse = (channel: Channel, message: PhoenixMessage, response: object, returns: boolean) => {
    channels.delete(channel.topic)
    reply(message, channel.joinRef, 'error', response)
    // A stock client asks again for as long as its channel is open.
    if (!returns) sayClosed(channel)
  }

  const join = (message: PhoenixMessage) => {
    const { topic } = message
    const joinRef = message.joinRef ?? message.ref ?? ''
    joins += 1
    if (joins > joinsMax) return exhausted()
    const before = channels.get(topic)
    const channel: Channel = { topic, joinRef, shared: null, open: null }
    if ((before === undefined && channels.size >= topicsMax) || topic.length > topicMaxLength) {
      const error = new RoomError('LIMIT_EXCEEDED', 'too many channels joined', { max: topicsMax })
      reply(message, joinRef, 'error', refusalOf(error, requestId))
      return sayClosed(channel)
    }
    channels.set(topic, channel)
    const entered = enter(channel, message)
    if (before === undefined) return
    sayClosed(before)
    // After the new one has its place in the session, so that nobody sees a leave.
    void entered.then(() => release(before))
  }

  const leave = (message: PhoenixMessage, channel: Channel | undefined) => {
    reply(message, message.joinRef, 'ok', {})
    if (channel === undefined) return
    channels.delete(channel.topic)
    sayClosed(channel)
    release(channel)
  }

  const request = async (message: PhoenixMessage, { session, stay }: NonNullable<Channel['open']>, joinRef: string) => {
    pending += 1
    try {
      if (message.fault !== null) throw message.fault
      if (pending > pendingMax) throw new RoomError('RATE_LIMITED', 'Too many requests wait for their answer')
      const response = await session.request(message.event, message.payload, stay)
      if (response !== undefined) reply(message, joinRef, 'ok', response)
    } catch (error) {
      reply(message, joinRef, 'error', refusalOf(toRefusal(error), requestId))
    } finally {
      pending -= 1
    }
  }

  return {
    hear(message) {
      const { topic, event, joinRef } = message
      if (topic === 'phoenix') return reply(message, null, 'ok', {})
      if (event === 'phx_join') return join(message)
      const channel = channels.get(topic)
      // Of an earlier join, an old leave above all.
      if (channel !== undefined && joinRef !== null && joinRef !== channel.joinRef) return
      if (event === 'phx_leave') return leave(message, channel)
      if (channel?.open == null) return reply(message, joinRef, 'error', unmatched)
      void request(message, channel.open, channel.joinRef)
    },
    isEmpty: () => channels.size === 0,
    end(isGoodbye) {
      isOver = true
      for (const { way, opening: opened } of sessions.values()) {
        opened.then(
          (session) => {
            if (!isGoodbye) way.lost(session)
            session.close(isGoodbye)
          },
          () => {},
        )
      }
      channels.clear()
      sessions.clear()
    },
  }
}
