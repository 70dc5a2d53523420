/**
 * Receiving: what a connection or a REST call says becomes at most one handler call. Decode, find the contract entry, check
 * rights, plan, rate and shape, run the handler in a transaction, queue what it returned. Whatever is wrong ends in `refuse`.
 */
import { type Access, allows } from '@syncforge/protocol/access'
import type { Contract } from '@syncforge/protocol/contract'
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import { lacksFeature } from '@syncforge/protocol/plan-limits'
import { type HeldPlan, planHas } from '@syncforge/protocol/plans'
import { describeFault } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { type Commit, forgetOnDefect } from '../commit.ts'
import type { RoomConnection } from '../connections/connection.ts'
import type { Connection } from '../context.ts'
import type { Announcer } from '../delivery/announce.ts'
import type { FeatureFrame, Incoming } from '../dialects/dialect.ts'
import { dialects } from '../dialects/index.ts'
import type { Outcome } from '../feature.ts'
import type { OpenFeature, OpenRoom, Route } from '../open.ts'
import { parseBody } from './parse-body.ts'
import { createRateLimit } from './rate-limit.ts'

export interface Receiver {
  /** A message of somebody present. Never throws. */
  receive(from: RoomConnection, message: string | ArrayBuffer): void
  /** A request from anywhere. @throws RoomError */
  ask(name: string, body: unknown, from: Connection): unknown
}

interface ReceiverParts {
  readonly room: OpenRoom
  readonly storage: ActorStorage
  readonly commit: Commit
  readonly announcer: Announcer
  /** What the room's organization pays for. */
  plan(): HeldPlan
  refuse(from: RoomConnection, error: RoomError, ref: number | null): void
  close(from: RoomConnection, error: RoomError): void
  /** So many bytes of what was sent have arrived, or (`null`) everything before the oldest mark. */
  confirmed(from: RoomConnection, bytes: number | null): void
  /** A number that the room sent came back. */
  proved(from: RoomConnection, number: number): void
  clock(): number
  log(event: string, detail: Readonly<Record<string, unknown>>): void
}

const sizeOf = (message: string | ArrayBuffer) => (typeof message === 'string' ? message.length : message.byteLength)

export const createReceiver = (parts: ReceiverParts): Receiver => {
  const { room, storage, commit, announcer, plan, refuse, close, confirmed, proved, clock, log } = parts
  const gate = createRateLimit()

  const internal = (cause: unknown, from: Connection, what: string): RoomError => {
    log('internal_error', {
      what,
      connectionId: from.id,
      userId: from.user.userId,
      error: describeFault(cause),
    })
    return new RoomError('INTERNAL_ERROR', 'The room could not do this')
  }

  /** Rule PL1. */
  const requirePlan = ({ planFeature }: OpenFeature, needs: Access) => {
    if (planFeature === undefined || needs === 'read' || planHas(plan().id, planFeature)) return
    throw lacksFeature(plan(), planFeature)
  }

  const ask = (name: string, body: unknown, from: Connection): unknown => {
    const route = room.routes.get(name)
    if (route === undefined) throw new RoomError('UNKNOWN_MESSAGE', 'There is no such request', { type: name })
    const requireAccess = (has: Access) => {
      if (allows(has, route.entry.access)) return
      throw new RoomError('FORBIDDEN', `${name} needs ${route.entry.access}`, { needs: route.entry.access, has })
    }
    const parsed = readAbout(route, body, () => requireAccess(from.access))
    requireAccess(accessFor(route.feature.partOf?.(parsed), from))
    requirePlan(route.feature, route.entry.access)
    try {
      return commit(
        () => {
          const outcome: Outcome<Contract, string> = forgetOnDefect(storage, route.feature, () =>
            route.handle(parsed, from),
          )
          announcer.outcome(outcome, from)
          return outcome.reply
        },
        route.feature.watcher === undefined ? [route.feature] : room.features,
      )
    } catch (cause) {
      throw cause instanceof RoomError ? cause : internal(cause, from, name)
    }
  }

  const onFrame = (frame: FeatureFrame, from: RoomConnection, bytes: number) => {
    const route = room.channels.get(frame.channel)
    if (route === undefined) {
      throw new RoomError('UNKNOWN_MESSAGE', 'There is no such channel', { channel: frame.channel })
    }
    const { codec } = route.rule
    const detail = () => ({ channel: codec.name, ...codec.detail?.(frame.message) })
    if (bytes > route.rule.maxBytes + frameOverheadBytes) {
      throw new RoomError('PAYLOAD_TOO_LARGE', `At most ${route.rule.maxBytes} bytes`, {
        ...detail(),
        maxBytes: route.rule.maxBytes,
      })
    }
    if (!allows(accessFor(route.feature.partOf?.(frame.message), from), route.rule.access)) {
      throw new RoomError('FORBIDDEN', `This channel needs ${route.rule.access}`, {
        ...detail(),
        needs: route.rule.access,
      })
    }
    try {
      requirePlan(route.feature, route.rule.access)
      const outcome = forgetOnDefect(storage, route.feature, () => route.handle(frame.message, from))
      if (outcome === undefined) return announcer.collectLater()
      announcer.frames(outcome.announce ?? [])
      if (outcome.answer !== undefined) announcer.answer(from, outcome.answer)
    } catch (cause) {
      if (cause instanceof RoomError)
        throw new RoomError(cause.code, cause.message, { ...detail(), ...asObject(cause.details) })
      throw internal(cause, from, `channel ${frame.channel}`)
    }
  }

  const mustArrive = (incoming: Incoming): boolean =>
    incoming.kind === 'frame' &&
    room.channels.get(incoming.frame.channel)?.rule.codec.mustArrive?.(incoming.frame.message) === true

  /** Closes the connection: it sends too much, or an update of it cannot be skipped. It comes back and synchronises. */
  const tooMany = (from: RoomConnection): RoomError => {
    const error = rateLimited()
    close(from, error)
    return error
  }

  return {
    ask,
    receive(from, message) {
      let ref: number | null = null
      try {
        const bytes = sizeOf(message)
        if (typeof message === 'string' && bytes > limits.messageMaxBytes) {
          throw new RoomError('PAYLOAD_TOO_LARGE', `At most ${limits.messageMaxBytes} bytes`, {
            maxBytes: limits.messageMaxBytes,
          })
        }
        // What it confirms comes after it on the same line.
        if (bytes > limits.receiptEveryBytes) confirmed(from, 0)
        const verdict = gate.judge(from, bytes, clock())
        if (verdict === 'close') throw tooMany(from)
        const incoming = dialects[from.dialect].decode(message, from.document)
        if (incoming.kind === 'request') ref = incoming.request.ref
        if (verdict === 'refuse') throw mustArrive(incoming) ? tooMany(from) : rateLimited()
        if (incoming.kind === 'frame') {
          if (incoming.answers) confirmed(from, null)
          // A reader answers like everybody; there is nothing in it that it may add.
          if (incoming.answers && !allows(from.accessTo(from.document), 'write')) return announcer.collectLater()
          return onFrame(incoming.frame, from, bytes)
        }
        if (incoming.kind === 'received') return confirmed(from, incoming.bytes)
        if (incoming.kind === 'proof') return proved(from, incoming.number)
        if (incoming.kind === 'hello') throw new RoomError('UNKNOWN_MESSAGE', 'This connection has said hello already')
        if (incoming.kind === 'nothing') return
        const { type, ref: mine, body } = incoming.request
        const maxBytes = room.routes.get(type)?.entry.maxBytes
        if (maxBytes !== undefined && bytes > maxBytes) {
          throw new RoomError('PAYLOAD_TOO_LARGE', `${type} takes at most ${maxBytes} bytes`, { maxBytes })
        }
        announcer.reply(from, mine, asJson(type, ask(type, body, from)))
      } catch (error) {
        refuse(from, error instanceof RoomError ? error : internal(error, from, 'receive'), ref)
      }
    },
  }
}

/** A body that says nothing readable is about no part of the room: who may not ask at all hears that first. */
const readAbout = ({ entry }: Route, body: unknown, refuse: () => void): unknown => {
  try {
    return parseBody(entry.body, body)
  } catch (invalid) {
    refuse()
    throw invalid
  }
}

const accessFor = (part: string | null | undefined, from: Connection): Access =>
  part == null ? from.access : from.accessTo(part)

/** Channel, kind, name and lengths around a payload. */
const frameOverheadBytes = 256

/** A reply as text can carry it. @throws RoomError VALIDATION_ERROR for one with bytes, which only callers of the edge can have */
const asJson = (type: string, reply: unknown): unknown => {
  const parts = typeof reply === 'object' && reply !== null ? Object.values(reply) : []
  if (!parts.some((part) => part instanceof Uint8Array)) return reply
  throw new RoomError('VALIDATION_ERROR', `${type} answers with bytes, which JSON has not`, { type })
}

const rateLimited = () => new RoomError('RATE_LIMITED', 'Too many messages from this connection')

const asObject = (details: unknown): object => (typeof details === 'object' && details !== null ? details : {})
