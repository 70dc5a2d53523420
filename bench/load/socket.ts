// Owns one WebSocket of the generator, straight on a TCP socket: a general client library costs more per frame than most
// servers here, and would compete with them for the machine. Refuses TLS and compression.
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { FrameReader } from './frame-reader.ts'

// The kernel fills this and the callback empties it in one turn, so all sockets share it.
const readBuffer = Buffer.allocUnsafe(1 << 18)
const closeOpcode = 8
const pingOpcode = 9
const pongOpcode = 10
const openWithinMs = 20_000

/** One masked client frame. The mask key is zero: legal on the wire, and it leaves the payload as it is. */
export const clientFrame = (payload: Uint8Array, opcode = 2): Buffer => {
  const length = payload.length
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const frame = Buffer.alloc(2 + extended + 4 + length)
  frame[0] = 0x80 | opcode
  if (extended === 0) frame[1] = 0x80 | length
  if (extended === 2) {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(length, 2)
  }
  if (extended === 8) {
    frame[1] = 0x80 | 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.set(payload, 6 + extended)
  return frame
}

export interface SocketEvents {
  message(payload: Uint8Array, isText: boolean): void
  /** After each read, whether or not it completed a message. */
  received?(totalBytes: number): void
}

export class BenchSocket {
  bytesReceived = 0
  /** Why the socket is closed; undefined while it is open. */
  closedBecause: string | undefined
  readonly frames: FrameReader
  readonly opened: Promise<void>
  readonly #socket: Socket
  readonly #events: SocketEvents
  #upgraded = false
  #head: Buffer = Buffer.alloc(0)

  constructor(address: string, events: SocketEvents, protocols: readonly string[] = []) {
    const url = new URL(address)
    this.#events = events
    this.frames = new FrameReader({
      message: (payload, isText) => events.message(payload, isText),
      control: (opcode, payload) => this.#onControl(opcode, payload),
    })
    const ready = Promise.withResolvers<void>()
    this.opened = ready.promise
    this.opened.catch(() => {})
    const timer = setTimeout(() => this.#close('not opened in time'), openWithinMs)
    const onread = {
      buffer: readBuffer,
      callback: (bytes: number) => {
        this.#onBytes(readBuffer.subarray(0, bytes), () => {
          clearTimeout(timer)
          ready.resolve()
        })
        return true
      },
    }
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true, onread })
    this.#socket.on('connect', () => this.#socket.write(handshake(url, protocols)))
    this.#socket.on('error', (error) => this.#close(error.message))
    this.#socket.on('close', () => {
      clearTimeout(timer)
      this.#close('closed by the server without a close frame')
      ready.reject(new Error(this.closedBecause))
    })
  }

  get isOpen(): boolean {
    return this.#upgraded && this.closedBecause === undefined
  }

  /** Sends a finished client frame. */
  send(frame: Uint8Array): void {
    if (this.closedBecause === undefined) this.#socket.write(frame)
  }

  end(): void {
    this.#close('closed by the generator')
  }

  #onBytes(chunk: Buffer, onOpen: () => void): void {
    if (this.closedBecause !== undefined) return
    if (this.#upgraded) {
      this.bytesReceived += chunk.length
      this.frames.push(chunk)
      return this.#events.received?.(this.bytesReceived)
    }
    this.#head = Buffer.concat([this.#head, chunk])
    const end = this.#head.indexOf('\r\n\r\n')
    if (end < 0) return
    const status = this.#head.subarray(0, this.#head.indexOf('\r\n')).toString('latin1')
    if (!status.includes(' 101')) return this.#close(`refused: ${status}`)
    this.#upgraded = true
    onOpen()
    const rest = this.#head.subarray(end + 4)
    this.bytesReceived += rest.length
    this.frames.push(rest)
  }

  #onControl(opcode: number, payload: Uint8Array): void {
    if (opcode === pingOpcode) this.send(clientFrame(payload, pongOpcode))
    if (opcode !== closeOpcode) return
    const code = payload.length < 2 ? 1005 : ((payload[0] ?? 0) << 8) | (payload[1] ?? 0)
    const reason = Buffer.from(payload.subarray(2)).toString()
    this.send(clientFrame(payload, closeOpcode))
    this.#close(`closed by the server: ${code} ${reason}`.trim())
  }

  #close(reason: string): void {
    this.closedBecause ??= reason
    this.#socket.destroy()
  }
}

const handshake = (url: URL, protocols: readonly string[]) =>
  [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    ...(protocols.length > 0 ? [`Sec-WebSocket-Protocol: ${protocols.join(', ')}`] : []),
    '\r\n',
  ].join('\r\n')
