/**
 * A line: one native connection to the object of a room or of an inbox, on behalf of a Phoenix client. Says hello, gives signs of life, confirms
 * what has come, and hands on what is heard. Refuses to know any feature.
 */
import { messageMaxBytes, receiptEveryBytes } from '@syncforge/protocol/client-limits'
import type { EventEnvelope, Hello, Welcome } from '@syncforge/protocol/envelope'
import { RoomError, type WireError } from '@syncforge/protocol/errors'
import { Channel, encodeReceipt, readJsonFrame, readPack } from '@syncforge/protocol/frames'
import * as decoding from 'lib0/decoding'
import { describeError, log } from '../../log.ts'
import { fromClose, fromWireError } from './refusals.ts'

/** Less than the time after which a client asks again. */
const welcomeWithinMs = 9_000
const answerWithinMs = 30_000
const goodbyeCode = 1_000
/** Ours, and never 1000, which would be a goodbye. */
const lostCode = 4_000

export interface Hearer {
  /** Called once, before anything else is heard. */
  welcomed(welcome: Welcome['body'], line: Line): void
  event(type: string, body: unknown): void
  /** Of our own stay: another pace, other rights. */
  session(type: string, body: unknown): void
  /** What follows the channel byte. */
  frame(channel: Channel, payload: decoding.Decoder): void
  /** All of one message was heard. */
  settled(): void
  /** A frame of ours was refused; the details say which. */
  refused(error: RoomError): void
  /** The line is no more, by whatever but {@link Line.close}. */
  ended(error: RoomError): void
}

export interface Line {
  /** @throws RoomError what was refused, ROOM_UNAVAILABLE when the line ended before the answer */
  ask(type: string, body: unknown): Promise<unknown>
  send(frame: Uint8Array): void
  /** `isGoodbye`: others hear the leave at once; else the place is kept for the room's grace period. */
  close(isGoodbye: boolean): void
}

export interface LinePlan {
  readonly socket: WebSocket
  readonly hello: Hello['body']
  readonly hearer: Hearer
}

interface Question {
  readonly resolve: (body: unknown) => void
  readonly reject: (error: RoomError) => void
  readonly timer: ReturnType<typeof setTimeout>
}

type Heard = EventEnvelope & { readonly ref?: number }

const isSessionEvent = (type: string) => type.startsWith('session.')

/** Resolves when the room has let us in. Rejects with the RoomError that it refused with. */
export const openLine = ({ socket, hello, hearer }: LinePlan): Promise<Line> =>
  new Promise((resolve, reject) => {
    const questions = new Map<number, Question>()
    let nextRef = 1
    let myNumber = 0
    let stage: 'greeting' | 'open' | 'over' = 'greeting'
    let fault: RoomError | null = null
    let beat: ReturnType<typeof setInterval> | undefined
    /** What has come and is not confirmed, and the proofs among it. */
    let unconfirmedBytes = 0
    let proofs: Uint8Array[] = []

    const send = (message: string | Uint8Array) => {
      try {
        socket.send(message)
      } catch {
        // It is closing: its close event says why.
      }
    }
    const settleQuestion = (ref: number): Question | undefined => {
      const question = questions.get(ref)
      questions.delete(ref)
      clearTimeout(question?.timer)
      return question
    }
    const finish = (error: RoomError) => {
      const before = stage
      if (before === 'over') return
      stage = 'over'
      clearInterval(beat)
      clearTimeout(deadline)
      for (const ref of [...questions.keys()]) settleQuestion(ref)?.reject(error)
      if (before === 'greeting') reject(error)
      else hearer.ended(error)
    }
    const hangUp = (code: number) => {
      try {
        socket.close(code)
      } catch {
        // Already closed.
      }
    }
    const deadline = setTimeout(() => {
      hangUp(lostCode)
      finish(new RoomError('ROOM_UNAVAILABLE', 'The room did not answer in time'))
    }, welcomeWithinMs)

    const line: Line = {
      ask: (type, body) =>
        new Promise((answered, refused) => {
          if (stage === 'over') throw new RoomError('ROOM_UNAVAILABLE', 'The connection to the room was lost')
          const ref = nextRef++
          const text = JSON.stringify({ type, ref, body })
          // The room could not say which request was too large: it does not read it.
          if (text.length > messageMaxBytes)
            throw new RoomError('PAYLOAD_TOO_LARGE', `At most ${messageMaxBytes} bytes`, { maxBytes: messageMaxBytes })
          const timer = setTimeout(() => {
            settleQuestion(ref)?.reject(new RoomError('ROOM_UNAVAILABLE', `${type} was not answered in time`))
          }, answerWithinMs)
          questions.set(ref, { resolve: answered, reject: refused, timer })
          send(text)
        }),
      send,
      close(isGoodbye) {
        if (stage === 'over') return
        stage = 'over'
        clearInterval(beat)
        const error = new RoomError('ROOM_UNAVAILABLE', 'The stay in the room is over')
        for (const ref of [...questions.keys()]) settleQuestion(ref)?.reject(error)
        hangUp(isGoodbye ? goodbyeCode : lostCode)
      },
    }

    /** What has come was handed on: how much of it the client has read is counted where it leaves. */
    const confirm = () => {
      if (unconfirmedBytes < receiptEveryBytes && proofs.length === 0) return
      send(encodeReceipt(unconfirmedBytes))
      for (const proof of proofs) send(proof)
      unconfirmedBytes = 0
      proofs = []
    }

    const heardError = ({ ref, ...wire }: WireError & { readonly ref?: number }) => {
      const error = fromWireError(wire)
      if (ref === undefined) hearer.refused(error)
      else settleQuestion(ref)?.reject(error)
    }
    const heardEnvelope = (envelope: Heard) => {
      const { type, ref = 0, body } = envelope
      if (type === 'reply') return settleQuestion(ref)?.resolve(body)
      if (type === 'error') return heardError(envelope as unknown as WireError)
      if (type === 'session.ended') fault = fromWireError(body as WireError)
      if (isSessionEvent(type)) hearer.session(type, body)
      else hearer.event(type, body)
    }
    const heardFrame = (frame: Uint8Array) => {
      const decoder = decoding.createDecoder(frame)
      const channel = decoding.readUint8(decoder) as Channel
      if (channel === Channel.json) return heardEnvelope(readJsonFrame(decoder) as Heard)
      if (channel === Channel.proof) return void proofs.push(frame.slice())
      hearer.frame(channel, decoder)
    }
    const greet = (text: string) => {
      const envelope = JSON.parse(text)
      if (envelope.type === 'error') fault = fromWireError(envelope)
      if (envelope.type !== 'welcome') return
      const { body } = envelope as Welcome
      stage = 'open'
      clearTimeout(deadline)
      myNumber = body.self.number
      beat = setInterval(() => send('ping'), body.session.heartbeatMs)
      hearer.welcomed(body, line)
      resolve(line)
    }
    const hear = (data: string | ArrayBuffer) => {
      if (stage === 'over' || data === 'pong') return
      if (stage === 'greeting') return typeof data === 'string' ? greet(data) : undefined
      if (typeof data === 'string') heardEnvelope(JSON.parse(data))
      else {
        unconfirmedBytes += data.byteLength
        for (const { origin, frame } of readPack(new Uint8Array(data))) if (origin !== myNumber) heardFrame(frame)
      }
      hearer.settled()
      confirm()
    }

    // Blobs otherwise: this must be said before `accept`.
    socket.binaryType = 'arraybuffer'
    socket.accept()
    socket.addEventListener('message', ({ data }) => {
      try {
        hear(data as string | ArrayBuffer)
      } catch (error) {
        // Something may be lost with it: only a new line tells everything.
        log('error', { event: 'phoenix_line_failed', ...describeError(error) })
        hangUp(lostCode)
        finish(new RoomError('INTERNAL_ERROR', 'What the room said could not be handed on'))
      }
    })
    socket.addEventListener('close', ({ reason }) => {
      hangUp(lostCode)
      finish(fault ?? fromClose(reason))
    })
    socket.addEventListener('error', () => finish(fault ?? fromClose('')))
    send(JSON.stringify({ type: 'hello', body: hello } satisfies Hello))
  })
