/** What an organization may have as its logo: the https address of an image, or a small image itself. Refuses what only says that it is one. */
import { logoMaxBytes, logoTypes } from '@syncforge/protocol/organizations'

type LogoType = (typeof logoTypes)[number]

const addressMaxLength = 2_048

/** How files of each kind begin; `null` where any byte may stand. */
const beginnings: Readonly<Record<LogoType, readonly (number | null)[]>> = {
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/webp': [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50],
}

const isLogoType = (type: string): type is LogoType => (logoTypes as readonly string[]).includes(type)

const bytesOf = (base64: string): Uint8Array | null => {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}

const faultOfImage = (type: string, base64: string): string | null => {
  if (!isLogoType(type)) return `an image is one of ${logoTypes.join(', ')}`
  const bytes = bytesOf(base64)
  if (!bytes || bytes.length > logoMaxBytes) return `an image is base64 of at most ${logoMaxBytes} bytes`
  const begins = beginnings[type].every((byte, at) => byte === null || bytes[at] === byte)
  return begins ? null : `these bytes are no ${type}`
}

const faultOfAddress = (logo: string): string | null => {
  const url = logo.length <= addressMaxLength ? URL.parse(logo) : null
  const isAddress = url?.protocol === 'https:' && url.username === '' && url.password === '' && url.href === logo
  return isAddress ? null : 'neither an https address nor a data address with an image'
}

/** What is wrong with it, or `null`. */
export const faultOfLogo = (logo: string): string | null => {
  const image = /^data:([a-z/+.-]{1,64});base64,([A-Za-z0-9+/]*={0,2})$/.exec(logo)
  return image ? faultOfImage(image[1] ?? '', image[2] ?? '') : faultOfAddress(logo)
}
