/** Owns how a comment's body becomes elements, to be read or to be edited. Nothing in it is ever markup: every word is a text node. */
import type { CommentBlock, CommentBody, CommentInline } from '@syncforge/client'
import { plainText } from '../base/safe.ts'
import { markTags, safeLink } from './marks.ts'

export interface Mention {
  readonly userId: string
  readonly verified?: boolean | undefined
  readonly name?: string | undefined
}

/** Whom a mention means, as they are called here, and whether it is whoever reads. */
export type LookOf = (mention: Mention) => { readonly name: string; readonly isSelf?: boolean | undefined }

const byName: LookOf = ({ name, userId }) => ({ name: name || userId })
/** The chip that stands for somebody. In a field it is one character for the caret. */
export const drawMention = (mention: Mention, lookOf: LookOf = byName): HTMLElement => {
  const { name, isSelf } = lookOf(mention)
  const chip = document.createElement('span')
  chip.className = isSelf ? 'syncforge-mention syncforge-mention-self' : 'syncforge-mention'
  chip.setAttribute('part', isSelf ? 'mention mention-self' : 'mention')
  chip.contentEditable = 'false'
  chip.dataset.userId = mention.userId
  if (mention.verified !== undefined) chip.dataset.verified = String(mention.verified)
  // A name may run the other way than the words around it.
  const inner = document.createElement('bdi')
  inner.textContent = plainText(name) || plainText(mention.userId)
  chip.append('@', inner)
  return chip
}

const drawLink = (href: string, content: Node | string): HTMLAnchorElement => {
  const link = document.createElement('a')
  link.href = href
  link.rel = 'noopener noreferrer nofollow ugc'
  link.target = '_blank'
  link.append(content)
  return link
}

/** An address in plain words, without what ends the sentence around it. */
const address = /(https?:\/\/[^\s<>"']*[^\s<>"'.,:;!?)\]}])/i

/** Words, in which addresses lead where they say. */
const drawWords = (text: string): DocumentFragment => {
  const words = document.createDocumentFragment()
  for (const [index, part] of text.split(address).entries()) {
    const href = index % 2 === 1 ? safeLink(part) : undefined
    if (part) words.append(href ? drawLink(href, part) : part)
  }
  return words
}

/** @param isRead addresses in plain words are links; where one writes they are words */
const drawInline = (node: CommentInline, lookOf: LookOf, isRead: boolean): Node => {
  if (node.type === 'emoji') return document.createTextNode(node.emoji)
  if (node.type === 'mention') return drawMention(node, lookOf)
  let drawn: Node = isRead && !node.link ? drawWords(node.text) : document.createTextNode(node.text)
  for (const [mark, tag] of markTags) {
    if (!node[mark]) continue
    const around = document.createElement(tag)
    around.append(drawn)
    drawn = around
  }
  const href = safeLink(node.link)
  return href ? drawLink(href, drawn) : drawn
}

const drawList = (block: Extract<CommentBlock, { type: 'list' }>, drawItem: (item: CommentBlock[]) => Node[]) => {
  const list = document.createElement(block.ordered ? 'ol' : 'ul')
  for (const item of block.items) list.appendChild(document.createElement('li')).append(...drawItem(item))
  return list
}

const drawBlock = (block: CommentBlock, lookOf: LookOf): HTMLElement => {
  if (block.type === 'list') return drawList(block, (item) => item.map((inner) => drawBlock(inner, lookOf)))
  const paragraph = document.createElement('p')
  paragraph.append(...block.content.map((node) => drawInline(node, lookOf, true)))
  return paragraph
}

/** A body to be read: paragraphs and lists. Line breaks inside words show by `white-space: pre-wrap`. */
export const drawBody = (body: CommentBody, lookOf: LookOf = byName): HTMLElement[] => {
  if (typeof body !== 'string') return body.blocks.map((block) => drawBlock(block, lookOf))
  const paragraph = document.createElement('p')
  paragraph.append(drawWords(body))
  return [paragraph]
}

const editable = (blocks: readonly CommentBlock[], lookOf: LookOf): Node[] =>
  blocks.flatMap((block, index): Node[] => {
    const isAfterLine = index > 0 && blocks[index - 1]?.type === 'paragraph'
    if (block.type === 'list') return [drawList(block, (item) => editable(item, lookOf))]
    const line = block.content.map((node) => drawInline(node, lookOf, false))
    return isAfterLine ? [document.createElement('br'), ...line] : line
  })

/** A body to be edited: lines with breaks between them, as `readBody` reads them. */
export const drawEditable = (body: CommentBody, lookOf: LookOf = byName): Node[] =>
  typeof body === 'string'
    ? body
        .split('\n')
        .flatMap((line, index) => [
          ...(index > 0 ? [document.createElement('br')] : []),
          ...(line ? [document.createTextNode(line)] : []),
        ])
    : editable(body.blocks, lookOf)
