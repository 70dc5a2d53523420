/** Small images that are kept in the row itself: what they claim to be is compared with their first bytes. */

/** Of the whole data address. */
const MAX_LENGTH = 32 * 1024

const begins: Readonly<Record<string, (bytes: string) => boolean>> = {
  png: (bytes) => bytes.startsWith('\x89PNG\r\n\x1a\n'),
  jpeg: (bytes) => bytes.startsWith('\xff\xd8\xff'),
  webp: (bytes) => bytes.startsWith('RIFF') && bytes.slice(8, 12) === 'WEBP',
}

/** `data:image/png;base64,…` of a PNG, JPEG or WebP. */
export const isSmallImage = (text: string): boolean => {
  if (text.length > MAX_LENGTH) return false
  const [, type = '', base64 = ''] = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]{16,}={0,2})$/.exec(text) ?? []
  return begins[type]?.(atob(base64.slice(0, 24).replace(/=+$/, '').slice(0, 16))) ?? false
}
