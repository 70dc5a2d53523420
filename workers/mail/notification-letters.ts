/** The letter about what somebody has not read in their inbox. What people wrote is text, and short. */
import type { Mail } from './mail.ts'
import { shown } from './shown.ts'
import { writeMail } from './write.ts'

export interface DigestLine {
  readonly kind: string
  /** Who did it, the last one first. */
  readonly names: readonly string[]
  readonly count: number
  /** What the room is called. */
  readonly room: string | null
  readonly text: string
}

export interface DigestLetter {
  readonly to: string
  readonly organization: string
  /** Some of them, the newest first. */
  readonly lines: readonly DigestLine[]
  readonly total: number
  /** Where the one that there is leads. */
  readonly url: string | null
  readonly unsubscribeUrl: string
}

const quoteMax = 200

const whoOf = ({ names, count }: DigestLine): string => {
  const [first, second] = names.map(shown)
  if (first === undefined) return 'Somebody'
  if (second === undefined) return first
  return names.length === 2 && count <= 2 ? `${first} and ${second}` : `${first} and others`
}

const times = (count: number): string => (count === 1 ? '' : ` ${count} times`)

const saysOf = (line: DigestLine): string => {
  const where = line.room === null ? '' : ` in ${shown(line.room)}`
  const text = line.text.replace(/\s+/g, ' ').trim()
  const quote = text.length > quoteMax ? `${text.slice(0, quoteMax - 1)}…` : text
  const said = quote === '' ? '' : `: “${quote}”`
  if (line.kind === 'mention') return `${whoOf(line)} mentioned you${times(line.count)}${where}${said}`
  if (line.kind === 'reply') return `${whoOf(line)} replied${times(line.count)}${where}${said}`
  if (line.kind === 'resolve') return `${whoOf(line)} resolved a thread${where}`
  return quote === '' ? `${line.kind}${where}` : `${quote}${where}`
}

export const digestLetter = ({ to, organization, lines, total, url, unsubscribeUrl }: DigestLetter): Mail => {
  const more = total - lines.length
  return writeMail({
    to,
    subject: `${total === 1 ? 'One notification' : `${total} notifications`} that you have not read in ${shown(organization)}`,
    says: [...lines.map(saysOf), ...(more > 0 ? [`And ${more} more.`] : [])],
    ...(url === null ? {} : { action: { label: 'Open it', url } }),
    unsubscribeUrl,
  })
}
