/**
 * What a comment says: plain text, in which `<@id>` mentions somebody, or a small tree. Whatever it is, it has a plain form. Nothing in it is markup: text is text, and what is
 * no node of these is refused.
 */
import * as z from 'zod'
import { limits } from './limits.ts'
import { jsonBytes, UserId } from './schemas.ts'

/** A reason why a body is refused. */
export interface BodyFault {
  readonly path: string
  readonly message: string
}

const mark = z.literal(true).optional()

const Text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1).max(limits.commentTextMaxLength),
  bold: mark,
  italic: mark,
  strike: mark,
  code: mark,
  /** http, https or mailto. */
  link: z.string().max(2_048).optional(),
})

/** Whom it means, and what they are called: the room fills in what is left out. */
const Mention = z.strictObject({
  type: z.literal('mention'),
  userId: UserId,
  verified: z.boolean().optional(),
  name: z.string().max(256).optional(),
})

const Emoji = z.strictObject({ type: z.literal('emoji'), emoji: z.string().min(1).max(32) })

const Inline = z.discriminatedUnion('type', [Text, Mention, Emoji])
export type CommentInline = z.infer<typeof Inline>

export type CommentBlock =
  | { type: 'paragraph'; content: CommentInline[] }
  | { type: 'list'; ordered: boolean; items: CommentBlock[][] }

const Block: z.ZodType<CommentBlock> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('paragraph'), content: z.array(Inline).max(500) }),
    z.strictObject({ type: z.literal('list'), ordered: z.boolean(), items: z.array(z.array(Block).max(50)).max(200) }),
  ]),
)

const Rich = z
  .strictObject({ blocks: z.array(Block).min(1).max(200) })
  .refine((body) => jsonBytes(body) <= limits.commentBodyMaxBytes, `at most ${limits.commentBodyMaxBytes} bytes`)

/** `<@id>` in plain text mentions somebody, with the id as encodeURIComponent writes it. */
export const mentionPattern = /<@([^<>\s]+)>/g

export const CommentBody = z.union([z.string().min(1).max(limits.commentTextMaxLength), Rich])
export type CommentBody = z.infer<typeof CommentBody>

/** Turns text around, or hides it: what somebody reads would not be what is there. */
const misleading = /[\u202a-\u202e\u2066-\u2069]/
/** Control characters but for tab and line break. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/

const faultOfText = (text: string): string | null => {
  if (misleading.test(text)) return 'has characters that turn the direction of text around'
  return control.test(text) ? 'has control characters' : null
}

const faultOfLink = (link: string): string | null => {
  let url: URL
  try {
    url = new URL(link)
  } catch {
    return 'is no address'
  }
  if (!['http:', 'https:', 'mailto:'].includes(url.protocol)) return 'is no http, https or mailto address'
  return faultOfText(link)
}

const faultOfInline = (node: CommentInline): string | null => {
  if (node.type === 'text') return faultOfText(node.text) ?? (node.link === undefined ? null : faultOfLink(node.link))
  if (node.type === 'emoji') return faultOfEmoji(node.emoji)
  return faultOfText(node.userId)
}

/** One picture: no letters, nothing that runs on. */
export const faultOfEmoji = (emoji: string): string | null =>
  /^(\p{Extended_Pictographic}|\p{Emoji_Component}|\p{Regional_Indicator})+$/u.test(emoji) && !/^[0-9#*]+$/.test(emoji)
    ? null
    : 'is no emoji'

/** Every node with its path and how many lists it lies in. */
function* nodesOf(
  blocks: readonly CommentBlock[],
  path: string,
  depth: number,
): Generator<[CommentInline | null, string, number]> {
  for (const [index, block] of blocks.entries()) {
    const at = `${path}.${index}`
    if (block.type === 'paragraph') {
      for (const [place, node] of block.content.entries()) yield [node, `${at}.content.${place}`, depth]
      continue
    }
    yield [null, at, depth + 1]
    if (depth + 1 > limits.commentListDepthMax) continue
    for (const [place, item] of block.items.entries()) yield* nodesOf(item, `${at}.items.${place}`, depth + 1)
  }
}

/** The first thing in a body that may not be there, or `null`. */
export const findBodyFault = (body: CommentBody): BodyFault | null => {
  if (typeof body === 'string') {
    const message = faultOfText(body) ?? (body.trim() === '' ? 'is empty' : null)
    return message === null ? null : { path: 'body', message }
  }
  for (const [node, path, depth] of nodesOf(body.blocks, 'body.blocks', 0)) {
    if (depth > limits.commentListDepthMax)
      return { path, message: `is nested more than ${limits.commentListDepthMax} deep` }
    const message = node === null ? null : faultOfInline(node)
    if (message !== null) return { path, message }
  }
  const text = plainTextOf(body)
  if (text.trim() === '') return { path: 'body', message: 'is empty' }
  return text.length > limits.commentTextMaxLength
    ? { path: 'body', message: `has more than ${limits.commentTextMaxLength} characters` }
    : null
}

export type CommentMention = z.infer<typeof Mention>

/** The same body with each mention replaced. */
export const mapMentions = (body: CommentBody, change: (mention: CommentMention) => CommentMention): CommentBody => {
  if (typeof body === 'string') return body
  const ofBlock = (block: CommentBlock): CommentBlock =>
    block.type === 'list'
      ? { ...block, items: block.items.map((item) => item.map(ofBlock)) }
      : { ...block, content: block.content.map((node) => (node.type === 'mention' ? change(node) : node)) }
  return { blocks: body.blocks.map(ofBlock) }
}

const plainInline = (node: CommentInline): string =>
  node.type === 'text' ? node.text : node.type === 'emoji' ? node.emoji : `@${node.name ?? node.userId}`

const plainBlock = (block: CommentBlock, indent: string): string =>
  block.type === 'paragraph'
    ? indent + block.content.map(plainInline).join('')
    : block.items
        .map((item, index) => {
          const lines = item.map((inner) => plainBlock(inner, `${indent}  `)).join('\n')
          return `${indent}${block.ordered ? `${index + 1}.` : '-'} ${lines.trimStart()}`
        })
        .join('\n')

/** A body as text alone. @example plainTextOf({ blocks: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hi', bold: true }] }] }) // 'Hi' */
export const plainTextOf = (body: CommentBody): string =>
  typeof body === 'string' ? body : body.blocks.map((block) => plainBlock(block, '')).join('\n')
