// Owns what a comment says: typed words with @names become a body, and a body becomes elements. Nothing in it is ever markup.
import type { CommentBlock, CommentBody, CommentInline } from '@syncforge/client'
import { make } from './dom.ts'

/** Somebody who can be meant. */
export interface Mentionable {
  readonly userId: string
  readonly verified: boolean
  readonly name: string
}

const inlinesOf = (line: string, people: readonly Mentionable[]): CommentInline[] => {
  const nodes: CommentInline[] = []
  let words = ''
  const flush = () => {
    if (words) nodes.push({ type: 'text', text: words })
    words = ''
  }
  for (let at = 0; at < line.length; ) {
    const isStart = line[at] === '@' && !/[\p{L}\p{N}]/u.test(line[at - 1] ?? '')
    const meant = isStart ? people.find(({ name }) => line.startsWith(name, at + 1)) : undefined
    if (!meant) {
      words += line[at++]
      continue
    }
    flush()
    nodes.push({ type: 'mention', userId: meant.userId, verified: meant.verified })
    at += meant.name.length + 1
  }
  flush()
  return nodes
}

/** `text` as a body. `people` come in the order in which they are believed: of two with one name, the first. */
export const bodyOf = (text: string, people: readonly Mentionable[]): CommentBody => {
  // "@Ada Lovelace" must not mean "Ada".
  const longestFirst = people.filter(({ name }) => name).toSorted((a, b) => b.name.length - a.name.length)
  const lines = text.trim().split('\n')
  const blocks = lines.map((line): CommentBlock => ({ type: 'paragraph', content: inlinesOf(line, longestFirst) }))
  const hasMention = blocks.some((block) => block.type === 'paragraph' && block.content.some(isMention))
  return hasMention ? { blocks } : lines.join('\n')
}

const isMention = ({ type }: CommentInline): boolean => type === 'mention'

const paragraphsOf = (body: CommentBody) =>
  typeof body === 'string' ? [] : body.blocks.flatMap((block) => (block.type === 'paragraph' ? block.content : []))

/** Whom a body means. */
export const mentionsOf = (body: CommentBody): readonly Mentionable[] =>
  paragraphsOf(body).flatMap((node) =>
    node.type === 'mention' && node.name
      ? [{ userId: node.userId, verified: node.verified ?? false, name: node.name }]
      : [],
  )

/** Whether a body could have been typed in a field of text: no marks, links or lists. */
export const isTypable = (body: CommentBody): boolean =>
  typeof body === 'string' ||
  (body.blocks.every(({ type }) => type === 'paragraph') &&
    paragraphsOf(body).every((node) =>
      Object.keys(node).every((key) => !['bold', 'italic', 'strike', 'code', 'link'].includes(key)),
    ))

const MARKS = [
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
  ['code', 'code'],
] as const

const drawInline = (node: CommentInline, lookOf: LookOf): Node => {
  if (node.type === 'emoji') return document.createTextNode(node.emoji)
  if (node.type === 'mention') {
    const { name, isSelf } = lookOf(node)
    return make('span', isSelf ? 'mention mention-self' : 'mention', `@${name}`)
  }
  let drawn: Node = document.createTextNode(node.text)
  for (const [mark, tag] of MARKS) {
    if (!node[mark]) continue
    const around = make(tag)
    around.append(drawn)
    drawn = around
  }
  if (node.link === undefined || !/^(https?|mailto):/i.test(node.link)) return drawn
  const link = make('a')
  link.href = node.link
  link.rel = 'noopener noreferrer nofollow'
  link.target = '_blank'
  link.append(drawn)
  return link
}

const drawBlock = (block: CommentBlock, lookOf: LookOf): HTMLElement => {
  if (block.type === 'paragraph') {
    const paragraph = make('p')
    paragraph.append(...block.content.map((node) => drawInline(node, lookOf)))
    return paragraph
  }
  const list = make(block.ordered ? 'ol' : 'ul')
  for (const item of block.items) {
    const row = list.appendChild(make('li'))
    row.append(...item.map((inner) => drawBlock(inner, lookOf)))
  }
  return list
}

export type LookOf = (mention: {
  readonly userId: string
  readonly verified?: boolean | undefined
  readonly name?: string | undefined
}) => {
  readonly name: string
  readonly isSelf: boolean
}

export const drawBody = (body: CommentBody, lookOf: LookOf): HTMLElement[] =>
  typeof body === 'string' ? [make('p', '', body)] : body.blocks.map((block) => drawBlock(block, lookOf))
