/** Owns which marks words may bear, the tags that show them, and which links lead anywhere. */
import type { CommentInline } from '@syncforge/client'

export type TextNode = Extract<CommentInline, { type: 'text' }>
export type Mark = 'bold' | 'italic' | 'strike' | 'code'

export const markTags: readonly (readonly [Mark, keyof HTMLElementTagNameMap])[] = [
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
  ['code', 'code'],
]

/** Tags that browsers make for the same. */
const byTag: Readonly<Record<string, Mark>> = {
  STRONG: 'bold',
  B: 'bold',
  EM: 'italic',
  I: 'italic',
  S: 'strike',
  STRIKE: 'strike',
  DEL: 'strike',
  CODE: 'code',
}

export const markOf = ({ tagName }: Element): Mark | undefined => byTag[tagName]

/** The same rule as the room's: anything else is shown as plain words. */
export const safeLink = (link: string | null | undefined): string | undefined =>
  link && /^(https?|mailto):/i.test(link) && URL.canParse(link) ? link : undefined

/** What turns text around, and control characters but for tab and line break: rooms refuse both. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const unwanted = /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f]/g

/** Words as a room takes them: one kind of line break, nothing that misleads. */
export const cleanText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(unwanted, '')
