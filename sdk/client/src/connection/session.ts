/**
 * Owns a client's stay in a room across reconnects: what is asked and answered, and which feature hears what.
 * It refuses to know any feature by name; they attach themselves.
 */
import type { Access } from '@syncforge/protocol/access'
import * as limits from '@syncforge/protocol/client-limits'
import type { Hello, SessionEvents, SessionPace } from '@syncforge/protocol/envelope'
import type { WireError } from '@syncforge/protocol/errors'
import { Channel, readJsonFrame, readPack } from '@syncforge/protocol/frames'
import type { AnyEvent } from '@syncforge/protocol/index'
import type { JsonObject } from '@syncforge/protocol/schemas'
import { createDecoder, readUint8 } from 'lib0/decoding'
import { batch, callSafely } from '../batch.ts'
import { fromWire, roomClosed, SyncForgeError } from '../errors.ts'
import { createStore, createView, keepEqual, type Store } from '../store.ts'
import type { Link, Listener, Me, Self, Status } from './link.ts'
import { createQuestions } from './questions.ts'
import { createSocket, type SocketOwner } from './socket.ts'

export interface Session extends Link {
  readonly status: Store<Status>
  readonly access: Store<Access>
  /** Who I am here, once that is known. */
  readonly self: Store<Self | null>
  /** Connects. Resolves with the first welcome, or with the stand-in. */
  start(): Promise<void>
  close(error?: SyncForgeError): void
}

export interface SessionPlan extends Pick<SocketOwner, 'authorize' | 'canRefresh' | 'WebSocket'> {
  /** Who I am until the room has said it, where one may come in without a connection. Never rejects. */
  readonly standIn?: Promise<Me> | undefined
  /** Who I say I am. */
  readonly identity: { readonly userId: string | undefined; readonly userInfo: JsonObject | undefined }
  report(error: SyncForgeError): void
}

const joinTimeoutMs = 15_000
/** No socket was opened in this time although it was tried: there is no server, or the address is wrong. */
const absentAfterMs = 4_000
/** With a stand-in: a network that neither answers nor fails keeps nobody from what is kept here. */
const standInAfterMs = 3_000

const nonsense = (thrown: unknown) => new SyncForgeError('MALFORMED_MESSAGE', `The room sent nonsense: ${thrown}`)

export const createSession = (plan: SessionPlan): Session => {
  const listeners: Listener[] = []
  const status = createStore<Status>('connecting')
  let mine: Me | null = null
  const self = createStore<Self | null>(null)
  const access = createView((): Access => self.get()?.access ?? 'read')
  const me = () => {
    if (!mine) throw new SyncForgeError('NETWORK_ERROR', 'Not in the room yet')
    return mine
  }
  const setMe = (now: Me) => {
    mine = now
    const { number: _, ...told } = now
    self.set(keepEqual<Self | null>(self.get(), told))
    access.changed()
  }
  const questions = createQuestions((text) => status.get() === 'connected' && socket.send(text))
  /** With which I come back to my place; there is one since the first welcome. */
  let secret: string | undefined
  let pace: SessionPace = { sendIntervalMs: limits.cursorIntervalMs, returnWithinMs: 0 }
  let ending: SyncForgeError | null = null
  let lastFault: SyncForgeError | null = null
  let joined: { resolve: () => void; reject: (error: SyncForgeError) => void } | null = null
  let joinDeadline: ReturnType<typeof setTimeout> | undefined
  /** A socket was opened once. */
  let hasMet = false
  let isLate = false

  const report = (error: SyncForgeError) => callSafely(plan.report, error)
  /** One bad entry or one feature's fault never takes the rest with it. */
  const guarded = (work: () => void) => {
    try {
      work()
    } catch (thrown) {
      report(nonsense(thrown))
    }
  }

  const comeIn = () => {
    clearTimeout(joinDeadline)
    joined?.resolve()
    joined = null
  }
  /** There is no connection, and what is kept here is enough to begin with. */
  const comeInAlone = () =>
    void plan.standIn?.then((person) => {
      if (!joined || secret) return
      setMe(person)
      comeIn()
    })

  const giveUp = () => {
    if (!joined) return
    const { reject } = joined
    joined = null
    socket.close()
    reject(lastFault ?? new SyncForgeError('NETWORK_ERROR', 'The room did not answer in time'))
  }
  const giveUpAbsent = () => {
    if (isLate && !hasMet && lastFault) giveUp()
  }

  const heardError = (wire: WireError & { readonly ref?: number }) => {
    const error = fromWire(wire)
    if (wire.ref !== undefined && questions.refused(wire.ref, error)) return
    report(error)
    for (const listener of listeners) listener.refused?.(error)
  }
  const ownEvents: { readonly [E in keyof SessionEvents]: (body: SessionEvents[E]) => void } = {
    'session.paced'(told) {
      pace = told
    },
    'session.ended'(wire) {
      socket.explain(fromWire(wire))
    },
    'session.changed'(told) {
      setMe({ ...me(), ...told })
      for (const listener of listeners) listener.rightsChanged?.()
    },
  }
  const heardEnvelope = (envelope: unknown) => {
    const { type, ref, body } = envelope as {
      type: AnyEvent['type'] | keyof SessionEvents | 'reply' | 'error'
      ref: number
      body: never
    }
    if (type === 'reply') return questions.answered(ref, body)
    if (type === 'error') return heardError(envelope as WireError)
    const own = ownEvents[type as keyof SessionEvents]
    if (own) return own(body)
    for (const { events } of listeners) events?.[type as AnyEvent['type']]?.(body)
  }
  const heardFrame = (frame: Uint8Array) => {
    const decoder = createDecoder(frame)
    const channel = readUint8(decoder) as Channel
    if (channel === Channel.json) return heardEnvelope(readJsonFrame(decoder))
    // It says that what came before has been read.
    if (channel === Channel.proof) socket.send(frame as Uint8Array<ArrayBuffer>)
    for (const { channels } of listeners) channels?.[channel]?.(decoder)
  }
  const heardPack = (message: Uint8Array) => {
    let entries: ReturnType<typeof readPack>
    try {
      entries = readPack(message)
    } catch (thrown) {
      // Document updates may have been in it: only a new connection brings back what was lost.
      const error = nonsense(thrown)
      report(error)
      return socket.abandon(error)
    }
    for (const { origin, frame } of entries) {
      if (origin !== mine?.number) guarded(() => heardFrame(frame))
    }
  }

  const socket = createSocket({
    authorize: plan.authorize,
    canRefresh: plan.canRefresh,
    WebSocket: plan.WebSocket,
    hello() {
      hasMet = true
      const body = Object.assign({ ...plan.identity }, ...listeners.map((listener) => listener.introduce?.()))
      if (!secret) return JSON.stringify({ type: 'hello', body } satisfies Hello)
      const { connectionId, verified, userId } = me()
      // A guest stays the same guest, even when the place in the room is gone.
      const identity = verified ? {} : { userId }
      return JSON.stringify({
        type: 'hello',
        body: { ...body, ...identity, session: { connectionId, secret } },
      } satisfies Hello)
    },
    returnWithinMs: () => pace.returnWithinMs,
    opened(body) {
      ;({ pace, secret } = body.session)
      setMe(body.self)
      status.set('connected')
      for (const listener of listeners) listener.welcomed?.(body)
      if (ending) return
      questions.sendWaiting()
      comeIn()
    },
    heard(data) {
      batch(() => {
        if (typeof data === 'string') guarded(() => heardEnvelope(JSON.parse(data)))
        else heardPack(data)
      })
    },
    lost(error) {
      if (error.code === 'PLAN_LIMIT_EXCEEDED') {
        // An owner may pay for more while we wait: who wants to join comes in then.
        clearTimeout(joinDeadline)
        if (lastFault?.code !== error.code) report(error)
      }
      lastFault = error
      if (secret) status.set('reconnecting')
      else if (plan.standIn) comeInAlone()
      else giveUpAbsent()
      // Whether the room acted on them is unknown: sending them again could act twice.
      questions.fail(new SyncForgeError('NETWORK_ERROR', 'The connection was lost'))
      for (const listener of listeners) listener.lost?.()
    },
    leaving() {
      for (const listener of listeners) listener.leaving?.()
    },
    ended(error) {
      ending = error ?? roomClosed()
      status.set('disconnected')
      questions.fail(ending, true)
      for (const listener of listeners) listener.ended?.(ending)
      clearTimeout(joinDeadline)
      if (joined) joined.reject(ending)
      else if (error) report(error)
      joined = null
    },
  })

  return {
    status,
    access,
    report,
    self,
    me,
    sendIntervalMs: () => pace.sendIntervalMs,
    isConnected: () => status.get() === 'connected',
    attach(listener) {
      listeners.push(listener)
      if (ending) listener.ended?.(ending)
    },
    ask: (...asked) => (ending ? Promise.reject(ending) : questions.ask(...asked)) as Promise<never>,
    sendFrame: (frame) => socket.send(frame as Uint8Array<ArrayBuffer>),
    start() {
      return new Promise<void>((resolve, reject) => {
        joined = { resolve, reject }
        const late = () => {
          isLate = true
          joinDeadline = setTimeout(giveUp, joinTimeoutMs - absentAfterMs)
          giveUpAbsent()
        }
        joinDeadline = plan.standIn ? setTimeout(comeInAlone, standInAfterMs) : setTimeout(late, absentAfterMs)
        socket.start()
      })
    },
    refresh: () => socket.abandon(new SyncForgeError('NETWORK_ERROR', 'The connection was lost')),
    end: socket.close,
    close: socket.close,
  }
}
