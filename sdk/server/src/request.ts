/** One request to the API: sent again while it may yet succeed, and never carried out twice. Knows no route. */
import { refusalOf, SyncForgeError } from './errors.ts'

export interface Sending {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: BodyInit | undefined
  readonly signal: AbortSignal | undefined
}

export interface SendingRules {
  fetch(url: string, init: RequestInit): Promise<Response>
  readonly retries: number
  /** For one attempt, until the answer begins. */
  readonly timeoutMs: number
}

const pauseMinMs = 200
const pauseMaxMs = 5_000
/** Who is told to wait for longer is told so. */
const obeyMaxMs = 60_000

/** Those that may go well the next time; a refusal of any other kind comes again. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** Random up to twice as long each time: many that were refused together do not come back together. */
const pauseOf = (attempt: number): number => Math.random() * Math.min(pauseMaxMs, pauseMinMs * 2 ** attempt)

const toldPauseOf = (response: Response): number | null => {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null
}

/** @throws the signal's reason */
const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })

/** A stream can be sent once only. */
const isRepeatable = (body: BodyInit | undefined): boolean => !(body instanceof ReadableStream)

/** An answer, or why there is none. @throws the signal's reason */
const attemptOnce = async (
  sending: Sending,
  { fetch, timeoutMs }: SendingRules,
): Promise<Response | SyncForgeError> => {
  const { method, url, headers, body, signal } = sending
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), timeoutMs)
  const init: RequestInit = {
    method,
    headers,
    // The key is for the address that was given. Workers know no `error` here; what leads elsewhere is an answer that is not the API's.
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
    ...(body === undefined ? {} : { body }),
    // What fetch asks for where a body is a stream; its types do not know it everywhere.
    ...(isRepeatable(body) ? {} : { duplex: 'half' }),
  }
  try {
    return await fetch(url, init)
  } catch (cause) {
    if (signal?.aborted) throw signal.reason
    if (deadline.signal.aborted)
      return new SyncForgeError('TIMEOUT', `There was no answer within ${timeoutMs} ms`, { cause })
    return new SyncForgeError('NETWORK_ERROR', `The API could not be reached: ${String(cause)}`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** The answer. Rejects with a SyncForgeError, or with the signal's reason. */
export const send = async (sending: Sending, rules: SendingRules): Promise<Response> => {
  const { body, signal } = sending
  signal?.throwIfAborted()
  const attempts = isRepeatable(body) ? rules.retries + 1 : 1
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(sending, rules)
    if (outcome instanceof Response && outcome.ok) return outcome
    const told = outcome instanceof Response ? toldPauseOf(outcome) : null
    const mayPass = !(outcome instanceof Response) || passing.has(outcome.status)
    if (!mayPass || attempt >= attempts || (told ?? 0) > obeyMaxMs)
      throw outcome instanceof Response ? await refusalOf(outcome) : outcome
    if (outcome instanceof Response) await outcome.body?.cancel()
    await pause(told ?? pauseOf(attempt), signal)
  }
}
