/**
 * Owns the connection as a state machine: idle → authorizing → connecting → greeting → open → waiting → …, or closed.
 * It knows hello, welcome, close codes and when to try again; it refuses to know any feature.
 *
 * Every attempt is an object of its own, and every callback first asks whether its attempt is still the current one:
 * a late event of a superseded socket, or a timer that outlived it, changes nothing.
 */

import * as limits from '@syncforge/protocol/client-limits'
import type { Welcome } from '@syncforge/protocol/envelope'
import type { WireError } from '@syncforge/protocol/errors'
import { encodeReceipt } from '@syncforge/protocol/frames'
import { subprotocol } from '@syncforge/protocol/version'
import { batch } from '../batch.ts'
import { asSyncForgeError, fromWire, invalid, mayRetry, SyncForgeError } from '../errors.ts'
import { backoffMs, pacedMs, readCloseReason, timerMs } from './backoff.ts'
import { explain } from './closing.ts'
import { createHeartbeat, type Heartbeat } from './heartbeat.ts'
import { renewAgainInMs, renewAgainMs, renewInMs } from './renewal.ts'
import { listenToSignals } from './signals.ts'

/** Token, socket and welcome of one attempt must arrive within this time. */
const attemptTimeoutMs = 10_000
/** A connection that held this long was good: the next failure starts counting anew. */
const stableMs = 5_000

/** Ours, in the range that applications may use: never 1000, which would be a goodbye. */
const abandonedCode = 4_000
const goodbyeCode = 1_000
/** `WebSocket.OPEN`, whichever implementation it is. */
const openState = 1

interface Attempt {
  readonly deadline: ReturnType<typeof setTimeout>
  /** Ends what the attempt waits for elsewhere. */
  readonly over: AbortController
  ws: WebSocket | null
  /** What the server said before it closed. */
  fault: SyncForgeError | null
}

type State =
  | { readonly at: 'idle' }
  | { readonly at: 'authorizing'; readonly attempt: Attempt }
  | { readonly at: 'connecting' | 'greeting'; readonly attempt: Attempt }
  | {
      readonly at: 'open'
      readonly attempt: Attempt
      readonly ws: WebSocket
      readonly heartbeat: Heartbeat
      readonly openedAt: number
      readonly renewTimer: ReturnType<typeof setTimeout> | undefined
    }
  | { readonly at: 'waiting'; readonly timer: ReturnType<typeof setTimeout>; readonly paced: boolean }
  | { readonly at: 'closed' }

export interface SocketOwner {
  /** The address for one attempt, its token included. Called for every attempt, so that no token is used for too long. */
  authorize(over: AbortSignal): Promise<string>
  /** Where it differs from the platform's own. */
  readonly WebSocket?: typeof WebSocket | undefined
  /** Whether {@link authorize} may bring another token than last time. */
  readonly canRefresh: boolean
  /** The first message, made for every connection. */
  hello(): string
  /** Over how long the room wants its people back after a lost connection. */
  returnWithinMs(): number
  /** In the room: for the first time, again, or with a new token on a new connection that has taken the old one's place. */
  opened(welcome: Welcome['body']): void
  heard(data: string | Uint8Array): void
  /** The connection, or an attempt at one, failed. Another follows. */
  lost(error: SyncForgeError): void
  /** About to say goodbye: the last chance to send. */
  leaving(): void
  /** No further attempt: by an error, or by {@link Socket.close} (`null`). */
  ended(error: SyncForgeError | null): void
}

export interface Socket {
  start(): void
  /** Sends if the connection is open, else returns `false`. */
  send(data: string | Uint8Array<ArrayBuffer>): boolean
  /** What the room said about the close that follows. */
  explain(fault: SyncForgeError): void
  /** What was heard cannot be trusted: start over with a new connection. */
  abandon(error: SyncForgeError): void
  /** Says goodbye: others see the leave at once. With an error nothing more is sent before it. */
  close(error?: SyncForgeError): void
}

export const createSocket = (owner: SocketOwner): Socket => {
  let state: State = { at: 'idle' }
  let failures = 0
  let refreshed = false
  let stopListening = () => {}
  let renewedAt = Number.NEGATIVE_INFINITY
  /** With a new token, to take the open connection's place once the room has greeted it. */
  let renewal: Attempt | null = null

  const isCurrent = (attempt: Attempt): boolean => 'attempt' in state && state.attempt === attempt
  const isLive = (attempt: Attempt): boolean => attempt === renewal || isCurrent(attempt)

  const createAttempt = (late: (attempt: Attempt) => void): Attempt => {
    const attempt: Attempt = {
      deadline: setTimeout(() => late(attempt), attemptTimeoutMs),
      over: new AbortController(),
      ws: null,
      fault: null,
    }
    return attempt
  }
  const giveUp = ({ deadline, over, ws }: Attempt, closeCode: number) => {
    clearTimeout(deadline)
    over.abort()
    ws?.close(closeCode)
  }

  /** Goes on to the next state and leaves the current one behind, whatever it holds. */
  const leaveFor = (next: State, closeCode: number) => {
    const left = state
    const unfinished = renewal
    // First, because some platforms say that a socket was closed before `close` returns.
    state = next
    renewal = null
    if (left.at === 'waiting') clearTimeout(left.timer)
    if (left.at === 'open') {
      left.heartbeat.stop()
      clearTimeout(left.renewTimer)
      if (performance.now() - left.openedAt >= stableMs) {
        failures = 0
        refreshed = false
      }
    }
    if ('attempt' in left) giveUp(left.attempt, closeCode)
    if (unfinished && !isCurrent(unfinished)) giveUp(unfinished, closeCode)
  }

  const end = (error: SyncForgeError | null) => {
    if (error === null) owner.leaving()
    leaveFor({ at: 'closed' }, goodbyeCode)
    stopListening()
    batch(() => owner.ended(error))
  }

  const delayOf = (retryAfterMs: number | null, wasOpen: boolean): number => {
    if (retryAfterMs !== null) return pacedMs(retryAfterMs)
    // Whatever dropped me may have dropped everyone in the room: we come back spread out.
    return wasOpen && failures === 0 ? Math.random() * owner.returnWithinMs() : backoffMs(failures)
  }

  const lose = (error: SyncForgeError, retryAfterMs: number | null = null) => {
    const wasOpen = state.at === 'open'
    leaveFor({ at: 'idle' }, abandonedCode)
    const delayMs = delayOf(retryAfterMs, wasOpen)
    failures += 1
    const timer = setTimeout(begin, timerMs(delayMs))
    state = { at: 'waiting', timer, paced: retryAfterMs !== null }
    batch(() => owner.lost(error))
  }

  const begin = () => {
    const attempt = createAttempt((late) => {
      if (isCurrent(late)) lose(new SyncForgeError('NETWORK_ERROR', 'The room did not answer in time'))
    })
    state = { at: 'authorizing', attempt }
    owner.authorize(attempt.over.signal).then(
      (address) => {
        if (isCurrent(attempt)) connect(attempt, address)
      },
      (thrown) => {
        if (!isCurrent(attempt)) return
        const error = asSyncForgeError(thrown, 'NETWORK_ERROR')
        if (mayRetry(error)) lose(error)
        else end(error)
      },
    )
  }

  const connect = (attempt: Attempt, address: string) => {
    let ws: WebSocket
    try {
      // Looked up at every attempt: a page's tools may have put another one in its place meanwhile.
      ws = new (owner.WebSocket ?? WebSocket)(address, subprotocol)
    } catch (thrown) {
      // The platform refuses the address itself, such as ws: from a page on https:. No retry helps.
      return end(invalid(`The platform refused to open a socket: ${asSyncForgeError(thrown, 'NETWORK_ERROR').message}`))
    }
    attempt.ws = ws
    ws.binaryType = 'arraybuffer'
    // A close follows, which says more; without a listener some platforms end the process.
    ws.addEventListener('error', () => {})
    let unconfirmedBytes = 0
    ws.addEventListener('open', () => {
      if (!isLive(attempt)) return ws.close(abandonedCode)
      if (isCurrent(attempt)) state = { at: 'greeting', attempt }
      ws.send(owner.hello())
    })
    ws.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (!isLive(attempt)) return
      const message = typeof data === 'string' ? data : new Uint8Array(data)
      if (state.at !== 'open' || attempt === renewal) return greeted(attempt, ws, message)
      state.heartbeat.heard()
      if (message === 'pong') return
      if (typeof message !== 'string') unconfirmedBytes += message.length
      if (unconfirmedBytes >= limits.receiptEveryBytes) {
        // Before it is acted on, which may take a while: the room keeps what has not arrived, not what is being applied.
        ws.send(encodeReceipt(unconfirmedBytes) as Uint8Array<ArrayBuffer>)
        unconfirmedBytes = 0
      }
      owner.heard(message)
    })
    ws.addEventListener('close', ({ code, reason }) => {
      if (attempt === renewal) return renewLater(attempt)
      // The room lets go of the old connection a moment before it greets the renewed one.
      if (isCurrent(attempt) && renewal === null) closed(attempt, code, reason)
    })
    if (isCurrent(attempt)) state = { at: 'connecting', attempt }
  }

  const greeted = (attempt: Attempt, ws: WebSocket, message: string | Uint8Array) => {
    try {
      // Bytes are no JSON.
      const envelope: { readonly type?: unknown } | null = JSON.parse(message as string)
      if (typeof envelope?.type !== 'string') throw new TypeError()
      if (envelope.type === 'error') attempt.fault = fromWire(envelope as unknown as WireError)
      if (envelope.type !== 'welcome') return
      const { body } = envelope as unknown as Welcome
      if (!body.self.connectionId || !body.session.secret || !body.snapshots) throw new TypeError()
      clearTimeout(attempt.deadline)
      const heartbeat = createHeartbeat(
        body.session.heartbeatMs,
        () => ws.send('ping'),
        () => {
          if (isCurrent(attempt)) lose(new SyncForgeError('NETWORK_ERROR', 'The room did not answer in time'))
        },
      )
      const open = {
        at: 'open',
        attempt,
        ws,
        heartbeat,
        openedAt: performance.now(),
        renewTimer: planRenewal(body),
      } as const
      // A renewed connection takes over here; the room has let go of the old one already.
      if (attempt === renewal) leaveFor(open, abandonedCode)
      else state = open
      batch(() => owner.opened(body))
    } catch {
      if (attempt === renewal) renewLater(attempt)
      else if (isCurrent(attempt))
        lose(new SyncForgeError('MALFORMED_MESSAGE', 'The room sent nonsense for a greeting'))
    }
  }

  /** When the token has an end and the app can give another one: asks for it before. */
  const planRenewal = ({ session, serverTime }: Welcome['body']): ReturnType<typeof setTimeout> | undefined => {
    if (session.expiresAt === null || !owner.canRefresh) return undefined
    const soonestMs = renewedAt + renewAgainMs - performance.now()
    return setTimeout(renew, timerMs(Math.max(renewInMs(session.expiresAt - serverTime), soonestMs)))
  }

  const renew = () => {
    if (state.at !== 'open') return
    renewedAt = performance.now()
    const attempt = createAttempt(renewLater)
    renewal = attempt
    owner.authorize(attempt.over.signal).then(
      (address) => {
        if (attempt === renewal) connect(attempt, address)
      },
      () => renewLater(attempt),
    )
  }

  /** The old token still holds for a while: try once more, until the room ends the connection itself. */
  const renewLater = (attempt: Attempt) => {
    if (attempt !== renewal) return
    renewal = null
    giveUp(attempt, abandonedCode)
    if (state.at !== 'open') return
    if (state.ws.readyState !== openState) return lose(new SyncForgeError('NETWORK_ERROR', 'The connection was lost'))
    state = { ...state, renewTimer: setTimeout(renew, renewAgainInMs()) }
  }

  const closed = (attempt: Attempt, code: number, reason: string) => {
    const { code: reasonCode, retryAfterMs } = readCloseReason(reason)
    const address = state.at === 'connecting' ? attempt.ws?.url : undefined
    const error = explain(code, reasonCode, attempt.fault, address)
    if (code < 4_400 || code > 4_499) return lose(error, retryAfterMs)
    leaveFor({ at: 'idle' }, abandonedCode)
    if (code !== 4_401 || !owner.canRefresh || refreshed) return end(error)
    refreshed = true
    owner.lost(error)
    begin()
  }

  return {
    start() {
      if (state.at !== 'idle') return
      stopListening = listenToSignals((signal) => {
        if (signal === 'leaving') return end(null)
        if (state.at === 'open') state.heartbeat.probe()
        // A server that asked for patience gets it, whatever the network does.
        if (signal !== 'returned' || state.at !== 'waiting' || state.paced) return
        clearTimeout(state.timer)
        begin()
      })
      begin()
    },
    send(data) {
      if (state.at !== 'open' || state.ws.readyState !== openState) return false
      state.ws.send(data)
      return true
    },
    explain(fault) {
      if (state.at === 'open') state.attempt.fault = fault
    },
    abandon(error) {
      if (state.at === 'open') lose(error)
    },
    close(error) {
      if (state.at !== 'closed') end(error ?? null)
    },
  }
}
