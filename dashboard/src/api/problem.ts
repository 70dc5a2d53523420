/** What can go wrong between the dashboard and the server, as one kind of error: words for a person, the code and the request id for whoever helps them. */

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  /** 0 when no answer came. */
  readonly status: number
  readonly details: unknown
  readonly requestId: string | null

  constructor({
    code,
    message,
    status,
    details = null,
    requestId = null,
  }: Omit<Problem, keyof Error> & { message: string }) {
    super(message)
    this.code = code
    this.status = status
    this.details = details
    this.requestId = requestId
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> => Object(value)
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Nothing was heard of the server. */
export const unreachable = (): Problem =>
  new Problem({
    code: navigator.onLine ? 'UNREACHABLE' : 'OFFLINE',
    message: navigator.onLine ? 'The server does not answer.' : 'You are offline.',
    status: 0,
    details: null,
    requestId: null,
  })

/** The envelope of the API, or `{ code, message }` as accounts answer. */
export const problemOf = (status: number, body: unknown, headers: Headers): Problem => {
  const envelope = record(body)
  const error = record(envelope.error ?? body)
  return new Problem({
    status,
    code: text(error.code) ?? `HTTP_${status}`,
    message: text(error.message) ?? 'The server answered with something that is no answer of it.',
    details: error.details ?? null,
    requestId: text(envelope.request_id) ?? headers.get('x-request-id'),
  })
}

/** Whatever was thrown. A defect of the dashboard stays what it is, in words. */
export const toProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return unreachable()
  const message = error instanceof Error ? error.message : String(error)
  return new Problem({ code: 'DASHBOARD_ERROR', message, status: 0, details: null, requestId: null })
}
