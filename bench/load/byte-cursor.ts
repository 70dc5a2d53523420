// Owns reading bytes: a position in a view and the few lib0 encodings that the generator's hot paths need, without
// allocating. Refuses to read past the end.

export class ByteCursor {
  readonly bytes: Uint8Array
  at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  get hasMore(): boolean {
    return this.at < this.bytes.length
  }

  uint8(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw new RangeError('the message ends too early')
    return byte
  }

  varUint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.uint8()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
  }

  /** Skips a length-prefixed run and returns where it began; `at` is then its end. */
  skipRun(): number {
    const length = this.varUint()
    const start = this.at
    this.at += length
    if (this.at > this.bytes.length) throw new RangeError('the message ends too early')
    return start
  }

  /** A view of a length-prefixed run. */
  run(): Uint8Array {
    const start = this.skipRun()
    return this.bytes.subarray(start, this.at)
  }
}
