/** Answers as they are kept for whoever asks again: sealed with the server's secret and the caller's key, for they may hold what is shown once. */

/** What an answer may take where it is kept. */
const maxBytes = 1024 * 1024
const ivBytes = 12

/** SHA-256 of several parts in a row, as hexadecimal. */
export const digestOf = async (...parts: readonly Uint8Array[]): Promise<string> =>
  hex(await crypto.subtle.digest('SHA-256', await new Blob([...parts] as Uint8Array<ArrayBuffer>[]).arrayBuffer()))

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

const keyFor = async (secret: string, key: string): Promise<CryptoKey> => {
  const bytes = new TextEncoder()
  const material = await crypto.subtle.importKey('raw', bytes.encode(secret), 'HKDF', false, ['deriveKey'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: bytes.encode(key), info: bytes.encode('idempotent answer') }
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

interface Kept {
  readonly status: number
  readonly contentType: string | null
  readonly body: string | null
}

/** What is kept of a JSON or empty answer. @throws Error when it is larger than what can be kept */
export const sealAnswer = async (secret: string, key: string, answer: Response): Promise<Uint8Array> => {
  const contentType = answer.headers.get('content-type')
  const kept: Kept = { status: answer.status, contentType, body: answer.body === null ? null : await answer.text() }
  const plain = new TextEncoder().encode(JSON.stringify(kept))
  if (plain.length > maxBytes) throw new Error(`an answer of ${plain.length} bytes cannot be kept`)
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyFor(secret, key), plain)
  return new Uint8Array(await new Blob([iv, sealed]).arrayBuffer())
}

/** The answer again. @throws Error when it was sealed otherwise */
export const openAnswer = async (secret: string, key: string, sealed: Uint8Array): Promise<Response> => {
  const how = { name: 'AES-GCM', iv: sealed.slice(0, ivBytes) }
  const plain = await crypto.subtle.decrypt(how, await keyFor(secret, key), sealed.slice(ivBytes))
  const { status, contentType, body } = JSON.parse(new TextDecoder().decode(plain)) as Kept
  return new Response(body, { status, headers: contentType === null ? {} : { 'content-type': contentType } })
}
