/** Owns what is done with bodies besides showing them: joining two, and keeping one as a draft. */
import type { CommentBlock, CommentBody } from '@syncforge/client'

const blocksOf = (body: CommentBody): readonly CommentBlock[] =>
  typeof body === 'string'
    ? body.split('\n').map((text) => ({ type: 'paragraph', content: text ? [{ type: 'text', text }] : [] }))
    : body.blocks

/** One below the other; where there is only one, that. */
export const joined = (first: CommentBody, second: CommentBody | null): CommentBody => {
  if (second === null) return first
  if (typeof first === 'string' && typeof second === 'string') return `${first}\n${second}`
  return { blocks: [...blocksOf(first), ...blocksOf(second)] }
}

/** As one text, such as for a form or a draft: plain text as it is, a tree as JSON. */
export const toText = (body: CommentBody | null): string =>
  body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body)

/** What {@link toText} made of it. Whatever else it is, it is plain text. */
export const fromText = (text: string): CommentBody | null => {
  if (text.startsWith('{"blocks":[')) {
    try {
      return JSON.parse(text) as CommentBody
    } catch {
      // Somebody wrote it, as words.
    }
  }
  return text === '' ? null : text
}

/** How long a body is as plain text, about: what a room measures. */
export const lengthOf = (body: CommentBody | null): number => {
  if (body === null) return 0
  if (typeof body === 'string') return body.length
  const ofBlock = (block: CommentBlock): number =>
    block.type === 'list'
      ? block.items.flat().reduce((sum, inner) => sum + ofBlock(inner) + 1, 0)
      : block.content.reduce((sum, node) => sum + (node.type === 'text' ? node.text.length : 8), 1)
  return body.blocks.reduce((sum, block) => sum + ofBlock(block), 0)
}
