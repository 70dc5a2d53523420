// Owns cutting a server's byte stream into WebSocket messages. Refuses compression (never offered) and masked frames.
// A socket that only counts skips payloads without copying them, so that many receivers cost the generator little.

export interface FrameEvents {
  /** `payload` may be a view of a shared buffer: valid only during the call. */
  message(payload: Uint8Array, isText: boolean): void
  control(opcode: number, payload: Uint8Array): void
}

const firstControlOpcode = 8
const textOpcode = 1

export class FrameReader {
  /** Whether payloads of data frames are handed over, or only counted. */
  decode = true
  messages = 0
  readonly #events: FrameEvents
  readonly #header = new Uint8Array(10)
  #headerBytes = 0
  #opcode = 0
  #isFinal = true
  #remaining = -1
  #partial: Uint8Array | undefined
  #filled = 0
  #wasSkipped = false
  #fragments: Uint8Array[] = []
  #fragmentOpcode = 0

  constructor(events: FrameEvents) {
    this.#events = events
  }

  /** Takes the next bytes of the stream. */
  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#remaining < 0) at = this.#readHeader(chunk, at)
      if (this.#remaining < 0) return
      at = this.#readPayload(chunk, at)
    }
  }

  #readHeader(chunk: Uint8Array, start: number): number {
    let at = start
    while (at < chunk.length) {
      this.#header[this.#headerBytes++] = chunk[at++] ?? 0
      if (this.#headerBytes < 2) continue
      const short = (this.#header[1] ?? 0) & 0x7f
      const wanted = short < 126 ? 2 : short === 126 ? 4 : 10
      if (this.#headerBytes < wanted) continue
      if (((this.#header[1] ?? 0) & 0x80) !== 0) throw new Error('a server must not mask its frames')
      this.#isFinal = ((this.#header[0] ?? 0) & 0x80) !== 0
      this.#opcode = (this.#header[0] ?? 0) & 0x0f
      let length = short < 126 ? short : 0
      for (let i = 2; i < wanted; i++) length = length * 256 + (this.#header[i] ?? 0)
      this.#remaining = length
      this.#headerBytes = 0
      this.#filled = 0
      this.#partial = undefined
      this.#wasSkipped = !this.decode && this.#opcode < firstControlOpcode
      return at
    }
    return at
  }

  #readPayload(chunk: Uint8Array, at: number): number {
    const take = Math.min(this.#remaining, chunk.length - at)
    const whole = this.#partial === undefined && take === this.#remaining
    if (!this.#wasSkipped && !whole) {
      this.#partial ??= new Uint8Array(this.#remaining)
      this.#partial.set(chunk.subarray(at, at + take), this.#filled)
      this.#filled += take
    }
    this.#remaining -= take
    if (this.#remaining > 0) return at + take
    this.#remaining = -1
    this.#end(whole ? chunk.subarray(at, at + take) : (this.#partial ?? new Uint8Array()))
    return at + take
  }

  #end(payload: Uint8Array): void {
    if (this.#opcode >= firstControlOpcode) return this.#events.control(this.#opcode, payload)
    if (this.#isFinal) this.messages++
    if (this.#wasSkipped) return
    if (this.#isFinal && this.#opcode !== 0) return this.#events.message(payload, this.#opcode === textOpcode)
    if (this.#opcode !== 0) this.#fragmentOpcode = this.#opcode
    this.#fragments.push(payload.slice())
    if (!this.#isFinal) return
    const fragments = this.#fragments
    this.#fragments = []
    this.#events.message(Buffer.concat(fragments), this.#fragmentOpcode === textOpcode)
  }
}
