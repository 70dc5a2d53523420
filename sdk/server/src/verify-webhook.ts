/** Verifies webhooks as Standard Webhooks say: that a request is ours, unaltered and fresh. Takes the raw bytes: JSON that was parsed and written anew has another signature. */
import { fromBase64, toBase64 } from '@syncforge/protocol/base64'
import type { WebhookEvent } from '@syncforge/protocol/webhooks'
import { invalid } from './errors.ts'

/** A request's headers: those of `fetch`, or an object such as Node's `request.headers`. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

export interface VerifyOptions {
  /** How far its time may be from now, into the past and the future, in seconds. Default 300. */
  readonly toleranceSeconds?: number
}

const toleranceDefaultSeconds = 300
const secretPattern = /^whsec_([A-Za-z0-9+/]+={0,2})$/
const signaturesMax = 10
const utf8 = new TextEncoder()

const headerOf = (headers: WebhookHeaders, name: string): string => {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  if (typeof value === 'string' && value !== '') return value
  throw invalid(`${name}: the request has no such header`)
}

const keyOf = async (secret: string) => {
  const base64 = secretPattern.exec(secret)?.[1]
  if (base64 === undefined) throw invalid('secret: it begins with whsec_, and is complete')
  const bytes = Uint8Array.from(fromBase64(base64))
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}

/** In a time that does not tell how much of them is the same. */
const isSame = (a: string, b: string): boolean => {
  if (a.length !== b.length) return false
  let differences = 0
  for (let at = 0; at < a.length; at += 1) differences |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return differences === 0
}

/**
 * The event that a webhook request tells of. While a secret is being rotated requests are signed with both, so either is taken.
 *
 * @param body the request's body as it came: text or bytes, not parsed
 * @param secret `whsec_…`, as it was shown when the endpoint was made
 * @throws SyncForgeError VALIDATION_ERROR for a request that is not signed with this secret, was altered, or is too old: answer it with 400
 * @example
 * const event = await verifyWebhook(request.headers, await request.text(), process.env.SYNCFORGE_WEBHOOK_SECRET)
 * if (event.type === 'room.entered') console.log(`${event.data.name} is in ${event.data.roomId}`)
 */
export const verifyWebhook = async (
  headers: WebhookHeaders,
  body: string | Uint8Array,
  secret: string,
  { toleranceSeconds = toleranceDefaultSeconds }: VerifyOptions = {},
): Promise<WebhookEvent> => {
  if (!(toleranceSeconds > 0)) throw invalid('toleranceSeconds: more than 0')
  const key = await keyOf(secret)
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  const signatures = headerOf(headers, 'webhook-signature').split(' ').slice(0, signaturesMax)
  const isFresh = /^\d{1,12}$/.test(timestamp) && Math.abs(Date.now() / 1_000 - Number(timestamp)) <= toleranceSeconds
  if (!isFresh) throw invalid('webhook-timestamp: the request is too old, or from the future')
  const text =
    typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(body)
  const content = utf8.encode(`${id}.${timestamp}.${text}`)
  const expected = `v1,${toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, content)))}`
  if (!signatures.some((signature) => isSame(signature, expected)))
    throw invalid('webhook-signature: the request is not signed with this secret, or was altered')
  return JSON.parse(text) as WebhookEvent
}
