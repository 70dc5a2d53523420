/**
 * W3C Trace Context: which trace a piece of work belongs to, read from and written as a `traceparent` header. A header that is not valid is as
 * good as none.
 *
 * https://www.w3.org/TR/trace-context/
 */

/** One span of a trace, by ids in lower-case hexadecimal. */
export interface Trace {
  /** 32 digits: of everything that one cause has led to. */
  readonly traceId: string
  /** 16 digits: of this piece of work. */
  readonly spanId: string
  /** The span that caused it; `null` where the trace began. */
  readonly parentSpanId: string | null
  /** Whoever began the trace wants it recorded. */
  readonly isSampled: boolean
}

/** Version 00 has these four fields; a later one may have more. */
const format = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
const allZeros = /^0+$/
const sampledFlag = 1

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const randomHex = (bytes: number): string => hexOf(crypto.getRandomValues(new Uint8Array(bytes)))

const readTraceparent = (header: string | null): Omit<Trace, 'parentSpanId'> | null => {
  const [, version, traceId = '', spanId = '', flags = '', more] = format.exec(header?.trim() ?? '') ?? []
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return null
  if (allZeros.test(traceId) || allZeros.test(spanId)) return null
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & sampledFlag) === sampledFlag }
}

/**
 * A new span: of the trace that `traceparent` names, else of a trace of its own.
 *
 * @example const trace = continueTrace(request.headers.get('traceparent'))
 */
export const continueTrace = (traceparent: string | null): Trace => {
  const parent = readTraceparent(traceparent)
  return {
    traceId: parent?.traceId ?? randomHex(16),
    spanId: randomHex(8),
    parentSpanId: parent?.spanId ?? null,
    isSampled: parent?.isSampled ?? true,
  }
}

const utf8 = new TextEncoder()

/**
 * A new span of the trace that belongs to `id`: what is done for it again and again, through crashes as well, is one trace.
 *
 * @example const trace = await traceOf(delivery.id)
 */
export const traceOf = async (id: string): Promise<Trace> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(id)))
  return { traceId: hexOf(digest.subarray(0, 16)), spanId: randomHex(8), parentSpanId: null, isSampled: true }
}

/** The header by which the next one continues this trace. @example headers.set('traceparent', traceparentOf(trace)) */
export const traceparentOf = ({ traceId, spanId, isSampled }: Trace): string =>
  `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`

/** The trace as fields of a line of the log. */
export const traceFields = ({ traceId, spanId, parentSpanId }: Trace): Readonly<Record<string, string>> => ({
  traceId,
  spanId,
  ...(parentSpanId === null ? {} : { parentSpanId }),
})
