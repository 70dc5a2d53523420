/** What a file is, by how its bytes begin (rule AT3). What it is called and what somebody says of it count for nothing. */

/** So many bytes of its beginning are looked at. */
export const lookedAt = 512

const unknownType = 'application/octet-stream'

type Pattern = readonly (number | null)[]

const ascii = (text: string): Pattern => Array.from(text, (letter) => letter.charCodeAt(0))
const gap = (length: number): Pattern => Array.from({ length }, () => null)

const beginnings: readonly (readonly [type: string, ...patterns: Pattern[]])[] = [
  ['image/png', [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', ascii('GIF87a'), ascii('GIF89a')],
  ['image/webp', [...ascii('RIFF'), ...gap(4), ...ascii('WEBP')]],
  ['image/avif', [...gap(4), ...ascii('ftypavif')], [...gap(4), ...ascii('ftypavis')]],
  ['audio/wav', [...ascii('RIFF'), ...gap(4), ...ascii('WAVE')]],
  ['audio/mpeg', ascii('ID3')],
  ['application/ogg', ascii('OggS')],
  ['video/webm', [0x1a, 0x45, 0xdf, 0xa3]],
  ['video/mp4', [...gap(4), ...ascii('ftyp')]],
  ['application/pdf', ascii('%PDF-')],
  ['application/zip', [...ascii('PK'), 3, 4], [...ascii('PK'), 5, 6]],
  ['application/gzip', [0x1f, 0x8b, 8]],
]
const known = new Set(beginnings.map(([type]) => type))

/** What the same bytes are also called, and what is made of them. */
const alike: Readonly<Record<string, RegExp>> = {
  'image/jpeg': /^image\/jpg$/,
  'audio/wav': /^audio\/(x-wav|wave|vnd\.wave)$/,
  'audio/mpeg': /^audio\/mp3$/,
  'application/ogg': /^(audio|video)\/ogg$/,
  'video/webm': /^(audio\/webm|video\/x-matroska|audio\/x-matroska)$/,
  'video/mp4': /^(audio\/(mp4|x-m4a|m4a)|video\/(quicktime|x-m4v)|image\/(heic|heif))$/,
  // Documents of offices and programs are packed so.
  'application/zip': /^application\/(x-zip-compressed|epub\+zip|java-archive|vnd\..+)$/,
  'application/gzip': /^application\/(x-gzip|x-tar|x-compressed-tar)$/,
}

const begins = (bytes: Uint8Array, pattern: Pattern): boolean =>
  bytes.length >= pattern.length && pattern.every((byte, at) => byte === null || bytes[at] === byte)

const textOf = (bytes: Uint8Array): string | null => {
  try {
    // A character that goes on behind what is looked at is no fault.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes, { stream: true })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? null : text
  } catch {
    return null
  }
}

/** Begins with a tag: a browser that guessed could run it. */
const isMarkup = (text: string): boolean => /^\s*<[!?/a-z]/i.test(text)

interface Kind {
  readonly type: string
  readonly isText: boolean
}

const kindOf = (bytes: Uint8Array): Kind => {
  for (const [type, ...patterns] of beginnings)
    if (patterns.some((pattern) => begins(bytes, pattern))) return { type, isText: false }
  const text = textOf(bytes)
  if (text === null) return { type: unknownType, isText: false }
  return { type: isMarkup(text) ? unknownType : 'text/plain', isText: true }
}

const isSaidOf = (said: string, { type, isText }: Kind): boolean => {
  if (said === type || said === unknownType || said === '') return true
  if (known.has(type)) return alike[type]?.test(said) ?? false
  // What is known by its beginning has another one.
  if (known.has(said) || Object.values(alike).some((pattern) => pattern.test(said))) return false
  const saysText = /^text\/|^application\/(json|xml|javascript|.+\+(json|xml))$|^image\/svg\+xml$/.test(said)
  return !saysText || isText
}

/**
 * The type under which a file is handed out, or `null` when it says to be something that it is not.
 *
 * @param said the `content-type` it came with
 * @example typeOf(pngBytes, 'image/png') // 'image/png'
 */
export const typeOf = (beginning: Uint8Array, said: string): string | null => {
  const kind = kindOf(beginning.subarray(0, lookedAt))
  const [essence = ''] = said.toLowerCase().split(';')
  return isSaidOf(essence.trim(), kind) ? kind.type : null
}
