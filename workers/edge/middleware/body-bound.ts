/** Refuses bodies that are larger than their route takes. Never holds more of one in memory than it may have. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import { createMiddleware } from 'hono/factory'
import type { EdgeEnv } from '../env.ts'

/** How much of a refused body is still read: a caller in the middle of sending would see a reset instead of the reason. */
const DISCARD_MAX_BYTES = 32 * 1024 * 1024

/** What a route takes. */
export interface BodyRule {
  readonly maxBytes: number
  /** A body of this type, `*` for any, passes through piece by piece, and whoever reads it counts. One of another is no larger than a message. */
  readonly streamedType?: string
}

export const isStreamed = ({ streamedType }: BodyRule, headers: Headers): boolean =>
  streamedType === '*' || (streamedType !== undefined && headers.get('content-type')?.toLowerCase() === streamedType)

const discard = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> => {
  let bytes = 0
  while (bytes < DISCARD_MAX_BYTES) {
    const { done, value } = await reader.read()
    if (done) return
    bytes += value.length
  }
  await reader.cancel()
}

const join = (chunks: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> => {
  const joined = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}

/** The whole body, or `null` when it is larger than `maxBytes`. */
const readBounded = async (
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return join(chunks, bytes)
    bytes += value.length
    if (bytes > maxBytes) {
      await discard(reader)
      return null
    }
    chunks.push(value)
  }
}

export const bodyBound = (rule: BodyRule) =>
  createMiddleware<EdgeEnv>(async (c, next) => {
    const { body, headers } = c.req.raw
    if (body) {
      const streams = isStreamed(rule, headers)
      const maxBytes = rule.streamedType === undefined || streams ? rule.maxBytes : limits.messageMaxBytes
      const tooLarge = () =>
        new RoomError('PAYLOAD_TOO_LARGE', `The body is larger than ${maxBytes} bytes`, { maxBytes })
      const told = headers.get('content-length')
      if (told === null && !streams) {
        const read = await readBounded(body, maxBytes)
        if (read === null) throw tooLarge()
        c.req.raw = new Request(c.req.raw, { body: read })
      } else if (Number(told ?? 0) > maxBytes) {
        await discard(body.getReader())
        throw tooLarge()
      }
    }
    await next()
  })
