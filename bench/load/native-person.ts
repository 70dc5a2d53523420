// Owns one person on SyncForge's native protocol: says hello, confirms what arrives, hands over what is heard.
import type { BodyInput, RequestName } from '@syncforge/protocol/contract'
import { type MovedCursor, readCursorsMessage } from '@syncforge/protocol/cursor-frames'
import { readServerDocumentMessage, type ServerDocumentMessage } from '@syncforge/protocol/document-frames'
import type { Hello, Welcome } from '@syncforge/protocol/envelope'
import { Channel, encodeReceipt, readJsonFrame, readPack } from '@syncforge/protocol/frames'
import type { AnyEvent, Contracts, FeatureName } from '@syncforge/protocol/index'
import { limits } from '@syncforge/protocol/limits'
import { subprotocol } from '@syncforge/protocol/version'
import { createDecoder, readUint8 } from 'lib0/decoding'
import { BenchSocket, clientFrame } from './socket.ts'

const textOpcode = 1
const welcomedWithinMs = 30_000

export interface NativeEvents {
  cursors?(moved: readonly MovedCursor[]): void
  document?(message: ServerDocumentMessage): void
  event?(event: AnyEvent): void
  /** What was asked was answered; `code`: why it was refused. */
  answered?(ref: number, code: string | undefined): void
  /** Each WebSocket message with something for features in it. */
  packed?(): void
}

interface Answer {
  readonly ref: number
  readonly error?: { readonly code: string }
}

type RequestOf<F extends FeatureName> = {
  [N in RequestName<Contracts[F]>]: {
    readonly type: N
    readonly ref: number
    readonly body: BodyInput<Contracts[F], N>
  }
}[RequestName<Contracts[F]>]
type AnyRequest = { [F in FeatureName]: RequestOf<F> }[FeatureName]

/** The finished frame of a JSON message, as the protocol describes it. */
export const textFrame = (message: Hello | AnyRequest) => clientFrame(Buffer.from(JSON.stringify(message)), textOpcode)

const pingFrame = clientFrame(Buffer.from('ping'), textOpcode)

export class NativePerson {
  readonly socket: BenchSocket
  /** Resolves when the room has greeted. */
  readonly synced: Promise<void>
  self: Welcome['body']['self'] | null = null
  session: Hello['body']['session']
  /** How large the greeting was. */
  welcomeBytes = 0
  #confirmed = 0

  constructor(url: string, hello: Hello['body'], events: NativeEvents) {
    const welcomed = Promise.withResolvers<void>()
    this.synced = welcomed.promise
    this.synced.catch(() => {})
    const timer = setTimeout(() => welcomed.reject(new Error('no welcome in time')), welcomedWithinMs)
    this.socket = new BenchSocket(
      url,
      {
        message: (payload, isText) => {
          if (!isText) return this.#heard(payload, events)
          const text = Buffer.from(payload).toString()
          if (text === 'pong') return
          const { type, body }: Welcome = JSON.parse(text)
          if (type !== 'welcome') return
          clearTimeout(timer)
          this.welcomeBytes = payload.length
          this.self = body.self
          this.session = { connectionId: body.self.connectionId, secret: body.session.secret }
          welcomed.resolve()
        },
        // Told by what was read from the socket, so that those who only drain it confirm as well.
        received: (totalBytes) => {
          if (this.self === null || totalBytes - this.#confirmed < limits.receiptEveryBytes) return
          this.socket.send(clientFrame(encodeReceipt(totalBytes - this.#confirmed)))
          this.#confirmed = totalBytes
        },
      },
      [subprotocol],
    )
    const pinging = setInterval(() => {
      if (this.socket.closedBecause === undefined) this.socket.send(pingFrame)
      else clearInterval(pinging)
    }, limits.heartbeatIntervalMs)
    pinging.unref()
    this.socket.opened.then(
      () => this.socket.send(textFrame({ type: 'hello', body: hello })),
      (error: unknown) => {
        clearTimeout(timer)
        welcomed.reject(error)
      },
    )
  }

  #heard(payload: Uint8Array, events: NativeEvents): void {
    events.packed?.()
    for (const { origin, frame } of readPack(payload)) {
      if (origin !== 0 && origin === this.self?.number) continue
      const decoder = createDecoder(frame)
      const channel = readUint8(decoder)
      if (channel === Channel.cursors) events.cursors?.(readCursorsMessage(decoder).moved)
      else if (channel === Channel.document) events.document?.(readServerDocumentMessage(decoder))
      else if (channel === Channel.proof) this.socket.send(clientFrame(frame))
      else if (channel === Channel.json) {
        const heard = readJsonFrame(decoder) as AnyEvent | Answer
        if ('ref' in heard) events.answered?.(heard.ref, heard.error?.code)
        else events.event?.(heard)
      }
    }
  }
}
