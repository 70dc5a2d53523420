/**
 * Owns a client's stay in a room across reconnects: what is asked and answered, and which feature hears what.
 * It refuses to know any feature by name; they attach themselves.
 */
import type { Access } from '@syncforge/protocol/access'
import type { BodyInput, Reply, RequestName } from '@syncforge/protocol/contract'
import type { Hello, SessionEvents, SessionPace, Welcome } from '@syncforge/protocol/envelope'
import type { WireError } from '@syncforge/protocol/errors'
import { Channel, readJsonFrame, readPack } from '@syncforge/protocol/frames'
import type { AnyEvent, AnyRequestName, Contracts, FeatureName } from '@syncforge/protocol/index'
import { limits } from '@syncforge/protocol/limits'
import type { User } from '@syncforge/protocol/schemas'
import { createDecoder, type Decoder, readUint8 } from 'lib0/decoding'
import { batch, callSafely } from '../batch.ts'
import { fromWire, roomClosed, SyncForgeError } from '../errors.ts'
import { createStore, type Store } from '../store.ts'
import { createSocket, type SocketOwner } from './socket.ts'

/** `connecting`: not yet in. `reconnecting`: was in, and will be again. `disconnected`: left, or refused for good. */
export type Status = 'connecting' | 'connected' | 'reconnecting' | 'disconnected'

/** Who this client is in the room. `connectionId` may change when a reconnect took longer than the room's grace period. */
export interface Self extends User {
  readonly connectionId: string
  readonly access: Access
}

export type Me = Welcome['body']['self']
/** What a request takes and gives, read off the one contract that has it. */
type BodyOf<N extends AnyRequestName> = {
  [F in FeatureName]: N extends RequestName<Contracts[F]> ? BodyInput<Contracts[F], N> : never
}[FeatureName]
type ReplyOf<N extends AnyRequestName> = {
  [F in FeatureName]: N extends RequestName<Contracts[F]> ? Reply<Contracts[F], N> : never
}[FeatureName]

/** One feature's ears. Every moment is optional. */
export interface Feature {
  /** The room greeted: for the first time or after a reconnect. */
  welcomed?(welcome: Welcome['body']): void
  readonly events?: { readonly [E in AnyEvent as E['type']]?: (body: E['body']) => void }
  /** Binary frames by channel, without the channel byte. */
  readonly channels?: { readonly [C in Channel]?: (frame: Decoder) => void }
  /** My access changed while connected. */
  rightsChanged?(): void
  /** The room refused a binary frame; the error's details say which: `{ channel, document?, seq? }`. */
  refused?(error: SyncForgeError): void
  lost?(): void
  /** About to leave, possibly still connected: the last chance to send. */
  leaving?(): void
  /** The stay is over; `error` is what pending work fails with. */
  ended?(error: SyncForgeError): void
}

/** What a feature may do. */
export interface Link {
  readonly me: () => Me
  readonly isConnected: () => boolean
  /** How often I may send samples of one kind, as the room wants it now. */
  readonly sendIntervalMs: () => number
  /** Asks the room. Waits for a connection if there is none. @throws SyncForgeError, NETWORK_ERROR or TIMEOUT after 10 s */
  ask<N extends AnyRequestName>(type: N, body: BodyOf<N>): Promise<ReplyOf<N>>
  /** Sends a binary frame if there is a connection, else returns `false`. */
  sendFrame(frame: Uint8Array): boolean
  /** An error that no call of the customer is waiting for. */
  report(error: SyncForgeError): void
  /** Ends the stay: what is held here must not meet this room. */
  end(error: SyncForgeError): void
}

export interface Session extends Link {
  readonly status: Store<Status>
  readonly access: Store<Access>
  attach(feature: Feature): void
  /** Connects. Resolves with the first welcome, or with the stand-in. */
  start(): Promise<void>
  close(error?: SyncForgeError): void
}

export interface SessionPlan extends Pick<SocketOwner, 'authorize' | 'canRefresh'> {
  /** Who I am until the room has said it, where one may come in without a connection. Never rejects. */
  readonly standIn?: Promise<Me> | undefined
  /** Identity and presence as of now; the place to take again is the session's business. */
  introduce(): Omit<Hello['body'], 'session'>
  report(error: SyncForgeError): void
}

interface Question {
  readonly text: string
  readonly timer: ReturnType<typeof setTimeout>
  readonly resolve: (body: unknown) => void
  readonly reject: (error: SyncForgeError) => void
  sent: boolean
}

const answerTimeoutMs = 10_000
const joinTimeoutMs = 15_000
/** With a stand-in: a network that neither answers nor fails keeps nobody from what is kept here. */
const standInAfterMs = 3_000

export const createSession = (plan: SessionPlan): Session => {
  const features: Feature[] = []
  const status = createStore<Status>('connecting')
  const access = createStore<Access>('read')
  const questions = new Map<number, Question>()
  let nextRef = 1
  let welcome: Welcome['body'] | null = null
  let standIn: Me | null = null
  let pace: SessionPace = { sendIntervalMs: limits.cursorIntervalMs, returnWithinMs: 0 }
  let ending: SyncForgeError | null = null
  let lastFault: SyncForgeError | null = null
  let joined: { resolve: () => void; reject: (error: SyncForgeError) => void } | null = null
  let joinDeadline: ReturnType<typeof setTimeout> | undefined

  const report = (error: SyncForgeError) => callSafely(plan.report, error)
  const settle = (ref: number): Question | undefined => {
    const question = questions.get(ref)
    if (question) clearTimeout(question.timer)
    questions.delete(ref)
    return question
  }
  const failAll = (error: SyncForgeError, which: (question: Question) => boolean) => {
    for (const [ref, question] of [...questions]) if (which(question)) settle(ref)?.reject(error)
  }
  /** One bad entry or one feature's fault never takes the rest with it. */
  const guarded = (work: () => void) => {
    try {
      work()
    } catch (thrown) {
      report(new SyncForgeError('MALFORMED_MESSAGE', `The room sent what nobody understands: ${thrown}`))
    }
  }

  const comeIn = () => {
    clearTimeout(joinDeadline)
    joined?.resolve()
    joined = null
  }
  /** There is no connection, and what is kept here is enough to begin with. */
  const comeInAlone = () =>
    void plan.standIn?.then((me) => {
      if (!joined || welcome) return
      standIn = me
      access.set(me.access)
      comeIn()
    })

  const heardError = (wire: WireError & { readonly ref?: number }) => {
    const error = fromWire(wire)
    const question = wire.ref === undefined ? undefined : settle(wire.ref)
    if (question) return question.reject(error)
    report(error)
    for (const feature of features) feature.refused?.(error)
  }
  const ownEvents: { readonly [E in keyof SessionEvents]: (body: SessionEvents[E]) => void } = {
    'session.paced'(told) {
      pace = told
    },
    'session.changed'(told) {
      if (!welcome) return
      welcome = { ...welcome, self: { ...welcome.self, access: told.access } }
      access.set(told.access)
      for (const feature of features) feature.rightsChanged?.()
    },
  }
  const heardEnvelope = (envelope: unknown) => {
    const { type, ref, body } = envelope as {
      type: AnyEvent['type'] | keyof SessionEvents | 'reply' | 'error'
      ref: number
      body: never
    }
    if (type === 'reply') return settle(ref)?.resolve(body)
    if (type === 'error') return heardError(envelope as WireError)
    const own = ownEvents[type as keyof SessionEvents]
    if (own) return own(body)
    for (const { events } of features) events?.[type as AnyEvent['type']]?.(body)
  }
  const heardFrame = (frame: Uint8Array) => {
    const decoder = createDecoder(frame)
    const channel = readUint8(decoder) as Channel
    if (channel === Channel.json) return heardEnvelope(readJsonFrame(decoder))
    for (const { channels } of features) channels?.[channel]?.(decoder)
  }
  const heardPack = (message: Uint8Array) => {
    let entries: ReturnType<typeof readPack>
    try {
      entries = readPack(message)
    } catch (thrown) {
      // Document updates may have been in it: only a new connection brings back what was lost.
      const error = new SyncForgeError('MALFORMED_MESSAGE', `The room sent bytes that nobody understands: ${thrown}`)
      report(error)
      return socket.abandon(error)
    }
    for (const { origin, frame } of entries) {
      if (origin !== welcome?.self.number) guarded(() => heardFrame(frame))
    }
  }

  const socket = createSocket({
    authorize: plan.authorize,
    canRefresh: plan.canRefresh,
    hello() {
      const body = plan.introduce()
      if (!welcome) return JSON.stringify({ type: 'hello', body } satisfies Hello)
      const { self, session } = welcome
      const place = { connectionId: self.connectionId, secret: session.secret }
      // A guest stays the same guest, even when the place in the room is gone.
      const identity = self.verified ? {} : { userId: self.userId }
      return JSON.stringify({ type: 'hello', body: { ...identity, ...body, session: place } } satisfies Hello)
    },
    returnWithinMs: () => pace.returnWithinMs,
    opened(body) {
      welcome = body
      pace = body.session.pace
      access.set(body.self.access)
      status.set('connected')
      for (const feature of features) feature.welcomed?.(body)
      if (ending) return
      for (const question of questions.values()) question.sent ||= socket.send(question.text)
      comeIn()
    },
    heard(data) {
      batch(() => {
        if (typeof data === 'string') guarded(() => heardEnvelope(JSON.parse(data)))
        else heardPack(data)
      })
    },
    lost(error) {
      lastFault = error
      if (welcome) status.set('reconnecting')
      else comeInAlone()
      // Whether the room acted on them is unknown: sending them again could act twice.
      failAll(new SyncForgeError('NETWORK_ERROR', 'The connection was lost before the answer came'), ({ sent }) => sent)
      for (const feature of features) feature.lost?.()
    },
    leaving() {
      for (const feature of features) feature.leaving?.()
    },
    ended(error) {
      ending = error ?? roomClosed()
      status.set('disconnected')
      failAll(ending, () => true)
      for (const feature of features) feature.ended?.(ending)
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
    me() {
      const me = welcome?.self ?? standIn
      if (!me) throw new SyncForgeError('NETWORK_ERROR', 'Not in the room yet')
      return me
    },
    sendIntervalMs: () => pace.sendIntervalMs,
    isConnected: () => status.get() === 'connected',
    attach: (feature) => void features.push(feature),
    ask(type, body) {
      return new Promise((resolve, reject) => {
        if (ending) return reject(ending)
        const ref = nextRef++
        const text = JSON.stringify({ type, ref, body })
        const timer = setTimeout(() => {
          const question = settle(ref)
          question?.reject(
            question.sent
              ? new SyncForgeError('TIMEOUT', `${type} was not answered within ${answerTimeoutMs} ms`)
              : new SyncForgeError('NETWORK_ERROR', `${type} found no connection within ${answerTimeoutMs} ms`),
          )
        }, answerTimeoutMs)
        const question: Question = { text, timer, resolve: resolve as (body: unknown) => void, reject, sent: false }
        questions.set(ref, question)
        question.sent = status.get() === 'connected' && socket.send(text)
      })
    },
    sendFrame: (frame) => socket.send(frame as Uint8Array<ArrayBuffer>),
    start() {
      return new Promise<void>((resolve, reject) => {
        joined = { resolve, reject }
        const giveUp = () => {
          joined = null
          socket.close()
          reject(lastFault ?? new SyncForgeError('NETWORK_ERROR', `No answer from the room within ${joinTimeoutMs} ms`))
        }
        joinDeadline = plan.standIn ? setTimeout(comeInAlone, standInAfterMs) : setTimeout(giveUp, joinTimeoutMs)
        socket.start()
      })
    },
    end: socket.close,
    close: socket.close,
  }
}
