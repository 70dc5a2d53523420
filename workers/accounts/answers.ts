/** How accounts say no: better-auth's own shape, `code` and `message` at the top, which its client reads, with the platform's envelope beside it. */
import { type ErrorCode, errors } from '@syncforge/protocol/errors'

interface Refusal {
  readonly code: string
  readonly message: string
  readonly details?: unknown
}

const envelope = ({ code, message, details = null }: Refusal, requestId: string) => ({
  code,
  message,
  error: { code, message, details },
  request_id: requestId,
})

/** A refusal of ours. */
export const refuse = (code: ErrorCode, message: string, requestId: string, details: unknown = null): Response =>
  Response.json(envelope({ code, message, details }, requestId), { status: errors[code].status })

const reasons: Readonly<Record<number, string>> = { 401: 'UNAUTHORIZED', 403: 'FORBIDDEN', 404: 'NOT_FOUND' }

/** An answer of better-auth's; a refusal gets the envelope. */
export const withEnvelope = async (answer: Response, requestId: string): Promise<Response> => {
  if (answer.status < 400) return answer
  const told = (await answer.json().catch(() => ({}))) as Partial<Record<'code' | 'message' | 'details', unknown>>
  const code = typeof told.code === 'string' ? told.code : (reasons[answer.status] ?? 'VALIDATION_ERROR')
  const message = typeof told.message === 'string' ? told.message : 'This is refused'
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  const body = { ...told, ...envelope({ code, message, details: told.details ?? null }, requestId) }
  return new Response(JSON.stringify(body), { status: answer.status, headers })
}
