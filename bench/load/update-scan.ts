// Owns finding out which edits a Yjs update carries, without building its structs: only client, clock and length are read.
// Anything rarer than text falls back to Yjs itself.
import * as Y from 'yjs'
import { ByteCursor } from './byte-cursor.ts'

/** Called for each run of clocks that the update brings: `[clock, clock + length)` of that client. */
export type OnRange = (client: number, clock: number, length: number) => void

const gcRef = 0
const deletedRef = 1
const stringRef = 4
const skipRef = 10

const hasOrigin = 0x80
const hasRightOrigin = 0x40
const hasParentKey = 0x20

class NotText extends Error {}

/** UTF-16 length of UTF-8 bytes: what Yjs counts. */
const utf16Length = (bytes: Uint8Array, start: number, end: number) => {
  let length = 0
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0
    if ((byte & 0xc0) !== 0x80) length += byte >= 0xf0 ? 2 : 1
  }
  return length
}

const skipId = (cursor: ByteCursor) => {
  cursor.varUint()
  cursor.varUint()
}

const skipParent = (cursor: ByteCursor, info: number) => {
  if ((info & (hasOrigin | hasRightOrigin)) !== 0) return
  if (cursor.varUint() === 1) cursor.skipRun()
  else skipId(cursor)
  if ((info & hasParentKey) !== 0) cursor.skipRun()
}

/** Length of the struct at the cursor, which is moved past it. */
const readStructLength = (cursor: ByteCursor, info: number) => {
  const ref = info & 0x1f
  if (ref === gcRef || ref === skipRef) return cursor.varUint()
  if ((info & hasOrigin) !== 0) skipId(cursor)
  if ((info & hasRightOrigin) !== 0) skipId(cursor)
  skipParent(cursor, info)
  if (ref === deletedRef) return cursor.varUint()
  if (ref !== stringRef) throw new NotText()
  const start = cursor.skipRun()
  return utf16Length(cursor.bytes, start, cursor.at)
}

const scanFast = (update: Uint8Array, onRange: OnRange) => {
  const cursor = new ByteCursor(update)
  const clients = cursor.varUint()
  for (let i = 0; i < clients; i++) {
    const structs = cursor.varUint()
    const client = cursor.varUint()
    let clock = cursor.varUint()
    for (let j = 0; j < structs; j++) {
      const info = cursor.uint8()
      const length = readStructLength(cursor, info)
      if ((info & 0x1f) !== skipRef) onRange(client, clock, length)
      clock += length
    }
  }
}

/** Reports every run of clocks in an update (format 1). Runs may be reported more than once. */
export const scanUpdate = (update: Uint8Array, onRange: OnRange): void => {
  try {
    scanFast(update, onRange)
  } catch (error) {
    if (!(error instanceof NotText)) throw error
    for (const struct of Y.decodeUpdate(update).structs) {
      if (!(struct instanceof Y.Skip)) onRange(struct.id.client, struct.id.clock, struct.length)
    }
  }
}
