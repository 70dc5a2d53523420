/**
 * The sockets of one person: each says hello, is told the inbox as it is, and then hears what changes: the first change at once, what follows
 * within a moment together with it.
 */
import { decodeClientEnvelope, type ErrorEnvelope, type Request, type Welcome } from '@syncforge/protocol/envelope'
import { RoomError, toWireError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { createHandshake, type Handshake } from '../actor/handshake.ts'
import { createSent } from '../actor/limits/sent.ts'
import { createLiveness, type LiveConnection, type Liveness } from '../actor/liveness.ts'
import { describeFault, type Log } from '../actor/log.ts'
import { closeSocket, encodeAttachment, readAttachment, tellNow } from '../actor/sockets.ts'
import type { Transactions } from '../actor/transactions.ts'
import type { Wakeups } from '../actor/wakeups.ts'
import type { InboxAdmission } from './admission.ts'

export interface Tabs {
  readonly handshake: Handshake<InboxAdmission>
  readonly liveness: Liveness<Tab>
  /** A message of somebody who may be in. */
  receive(socket: WebSocket, message: string | ArrayBuffer): void
  /** Says something to every tab. */
  say(envelope: object): void
  isEmpty(): boolean
  /** Ends those that came by one of these keys. */
  end(error: RoomError, credentials?: readonly string[]): void
}

interface Held {
  readonly stage: 'open'
  readonly connectionId: string
  readonly credential: string | null
  readonly expiresAt: number
  readonly since: number
}

interface Tab extends LiveConnection {
  readonly socket: WebSocket
  readonly held: Held
}

interface TabsParts {
  readonly state: Pick<DurableObjectState, 'getWebSockets' | 'getWebSocketAutoResponseTimestamp'>
  readonly transactions: Transactions
  readonly wakeups: Pick<Wakeups, 'wakeAt' | 'wakesAt'>
  /** Somebody comes in: what the inbox holds, as they are told it. */
  snapshot(admission: InboxAdmission): unknown
  /** @throws RoomError */
  answer(name: string, body: unknown): unknown
  clock(): number
  readonly log: Log
}

/** Nobody has so many windows; who has is told, and one that was lost is soon let go. */
const tabsMax = 50
const messageMaxBytes = 64 * 1024
/** Nobody else has to learn that a tab is gone: only its place is at stake. */
const timeoutMs = 5 * 60_000
/** What one socket is sent before it has to come again: thousands of notifications. */
const sentMax = 4 * 1024 * 1024
/** Requests of one socket: so many at once, and so many a second. */
const requestBurst = 100
const requestsPerSecond = 10
/** Somebody's tabs, dropped by one restart with everybody else's, come back spread over so long. */
const returnWithinMs = 2_000
const defaultColor = '#64748b'

export const createTabs = (parts: TabsParts): Tabs => {
  const { state, transactions, wakeups, clock, log } = parts
  const spent = new WeakMap<WebSocket, { left: number; at: number }>()
  const sent = createSent(sentMax)

  const heldBy = (socket: WebSocket): Held | null => {
    const held = readAttachment<Held | { readonly stage: 'greeting' }>(socket)
    return held?.stage === 'open' ? held : null
  }
  const tabs = (): Tab[] =>
    state.getWebSockets().flatMap((socket) => {
      const held = heldBy(socket)
      if (held === null) return []
      return [{ socket, held, expiresAt: held.expiresAt, heardAt: held.since, spokenAt: held.since }]
    })
  const endOne = (socket: WebSocket, error: RoomError) => {
    socket.serializeAttachment(null)
    closeSocket(socket, error)
  }

  const send = (socket: WebSocket, text: string) => {
    if (!sent.take(socket, text)) {
      endOne(socket, new RoomError('SLOW_CONSUMER', 'This socket was told much and may not have read it: come again'))
      return
    }
    try {
      socket.send(text)
    } catch {
      // It is closing: its close event will tell us.
    }
  }

  const errorOf = (cause: unknown, ref: number | undefined): ErrorEnvelope => {
    const isRefusal = cause instanceof RoomError
    if (!isRefusal) log('request_failed', { error: describeFault(cause) })
    const error = isRefusal ? cause : new RoomError('INTERNAL_ERROR', 'The inbox could not do this')
    return { type: 'error', ...(ref === undefined ? {} : { ref }), ...toWireError(error, createId('req')) }
  }

  /** @throws RoomError RATE_LIMITED */
  const requirePace = (socket: WebSocket) => {
    const now = clock()
    const { left, at } = spent.get(socket) ?? { left: requestBurst, at: now }
    const filled = Math.min(requestBurst, left + (Math.max(0, now - at) / 1_000) * requestsPerSecond)
    if (filled < 1) throw new RoomError('RATE_LIMITED', 'Too many requests on this socket', { retryAfterMs: 1_000 })
    spent.set(socket, { left: filled - 1, at: now })
  }

  /** @throws RoomError for what is no request */
  const decode = (message: string | ArrayBuffer): Request => {
    if (typeof message !== 'string') throw new RoomError('MALFORMED_MESSAGE', 'An inbox speaks text')
    if (message.length > messageMaxBytes)
      throw new RoomError('PAYLOAD_TOO_LARGE', 'The message is too large', { max: messageMaxBytes })
    const envelope = decodeClientEnvelope(message)
    if ('hello' in envelope) throw new RoomError('UNKNOWN_MESSAGE', 'hello was said already')
    return envelope.request
  }

  const welcome = (admission: InboxAdmission, held: Held, snapshot: unknown): object => {
    const { userId } = admission
    const { name = userId, color = defaultColor, avatar } = admission.userInfo
    const shared = avatar === undefined ? {} : { avatar }
    const body: Omit<Welcome['body'], 'snapshots'> & { snapshots: unknown } = {
      self: {
        userId,
        userInfo: { ...shared, name, color },
        verified: true,
        connectionId: held.connectionId,
        number: 1,
        access: 'read',
      },
      session: {
        // Nothing is taken up again: who comes back is told everything.
        secret: held.connectionId,
        graceMs: 0,
        resumed: false,
        heartbeatMs: limits.heartbeatIntervalMs,
        expiresAt: held.expiresAt,
        pace: { sendIntervalMs: limits.cursorIntervalMs, returnWithinMs },
      },
      room: { id: '', generation: null },
      serverTime: clock(),
      snapshots: { inbox: snapshot },
    }
    return { type: 'welcome', body }
  }

  const liveness = createLiveness<Tab>({
    wakeKey: 'liveness',
    connections: tabs,
    pingedAt: (socket) => state.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0,
    timeoutMs: () => timeoutMs,
    askAfterMs: () => timeoutMs,
    asks: () => false,
    ask: () => {},
    end: ({ socket }, error) => endOne(socket, error),
    wakeups,
    clock,
  })

  const handshake = createHandshake<InboxAdmission>({
    wakeKey: 'greeting',
    helloTimeoutMs: limits.helloTimeoutMs,
    transactions,
    wakeups,
    enter(socket, admission, message) {
      if (
        typeof message !== 'string' ||
        message.length > messageMaxBytes ||
        !('hello' in decodeClientEnvelope(message))
      )
        throw new RoomError('MALFORMED_MESSAGE', 'The first message is hello')
      const now = clock()
      if (admission.expiresAt <= now) throw new RoomError('SESSION_EXPIRED', 'The token of this connection has ended')
      if (tabs().length >= tabsMax)
        throw new RoomError('LIMIT_EXCEEDED', 'This person has as many windows open as may be', { max: tabsMax })
      transactions.transactionSync(() => {
        const { credential, expiresAt } = admission
        const held: Held = { stage: 'open', connectionId: createId('con'), credential, expiresAt, since: now }
        const text = JSON.stringify(welcome(admission, held, parts.snapshot(admission)))
        transactions.afterCommit(() => {
          socket.serializeAttachment(encodeAttachment(held))
          send(socket, text)
          liveness.joined({ socket, held, expiresAt, heardAt: now, spokenAt: now })
        })
      })
    },
    tellRefusal: (socket, { requestId }, error) => tellNow(socket, { type: 'error', ...toWireError(error, requestId) }),
    sockets: () => state.getWebSockets(),
    clock,
    log,
  })

  return {
    handshake,
    liveness,
    receive(socket, message) {
      if (heldBy(socket) === null) return handshake.greet(socket, message)
      if (message === 'ping') return undefined
      let ref: number | undefined
      try {
        requirePace(socket)
        const request = decode(message)
        ref = request.ref
        const body = parts.answer(request.type, request.body)
        send(socket, JSON.stringify({ type: 'reply', ref, body }))
      } catch (error) {
        send(socket, JSON.stringify(errorOf(error, ref)))
      }
      return undefined
    },
    say(envelope) {
      const text = JSON.stringify(envelope)
      for (const { socket } of tabs()) send(socket, text)
    },
    isEmpty: () => tabs().length === 0,
    end(error, credentials) {
      for (const { socket, held } of tabs())
        if (credentials === undefined || (held.credential !== null && credentials.includes(held.credential)))
          endOne(socket, error)
    },
  }
}
