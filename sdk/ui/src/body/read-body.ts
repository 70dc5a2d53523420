/** Owns how what stands in an editable field becomes a comment's body. Tags that are none of ours count for nothing but the words in them. */
import type { CommentBlock, CommentBody, CommentInline } from '@syncforge/client'
import { cleanText, markOf, safeLink, type TextNode } from './marks.ts'

type Marks = Omit<TextNode, 'type' | 'text'>

const isSame = (node: TextNode, marks: Marks): boolean =>
  node.bold === marks.bold &&
  node.italic === marks.italic &&
  node.strike === marks.strike &&
  node.code === marks.code &&
  node.link === marks.link

const addText = (line: CommentInline[], text: string, marks: Marks): void => {
  const last = line.at(-1)
  if (last?.type === 'text' && isSame(last, marks)) line[line.length - 1] = { ...last, text: last.text + text }
  else line.push({ type: 'text', text, ...marks })
}

/** The name is for drafts and for what shows before the room has answered: the room puts the one that it knows in its place. */
const mentionOf = (chip: HTMLElement): CommentInline | undefined => {
  const { userId, verified } = chip.dataset
  const name = chip.querySelector('bdi')?.textContent
  if (userId === undefined) return undefined
  return {
    type: 'mention',
    userId,
    ...(verified === undefined ? {} : { verified: verified === 'true' }),
    ...(name && { name }),
  }
}

const isBlock = ({ tagName }: Element): boolean => tagName === 'DIV' || tagName === 'P'

const readBlocks = (from: Node): CommentBlock[] => {
  const blocks: CommentBlock[] = []
  let line: CommentInline[] = []
  /** Something was begun after the last break, if only an empty line. */
  let isBegun = false
  const endLine = () => {
    blocks.push({ type: 'paragraph', content: line })
    line = []
    isBegun = false
  }
  const endBegun = () => {
    if (line.length > 0 || isBegun) endLine()
  }
  const readText = (text: string, marks: Marks) => {
    for (const [index, words] of cleanText(text).replaceAll('\u00a0', ' ').split('\n').entries()) {
      if (index > 0) {
        endLine()
        isBegun = true
      }
      if (words) addText(line, words, marks)
    }
  }
  const readElement = (element: HTMLElement, marks: Marks) => {
    const mention = mentionOf(element)
    if (mention) line.push(mention)
    else if (element.tagName === 'BR') {
      endLine()
      isBegun = true
    } else if (element.tagName === 'UL' || element.tagName === 'OL') {
      if (line.length > 0) endLine()
      isBegun = false
      blocks.push({
        type: 'list',
        ordered: element.tagName === 'OL',
        items: [...element.children].map((item) => readBlocks(item)),
      })
    } else if (isBlock(element)) {
      if (line.length > 0) endLine()
      read(element, marks)
      if (line.length > 0) endLine()
      // The break that fills an empty block is no line of its own.
      isBegun = false
    } else {
      const mark = markOf(element)
      const link = element instanceof HTMLAnchorElement ? safeLink(element.getAttribute('href')) : undefined
      read(element, { ...marks, ...(mark && { [mark]: true }), ...(link && { link }) })
    }
  }
  const read = (parent: Node, marks: Marks) => {
    for (const node of parent.childNodes) {
      if (node instanceof Text) readText(node.data, marks)
      else if (node instanceof HTMLElement) readElement(node, marks)
    }
  }
  read(from, {})
  endBegun()
  return blocks
}

const isBlank = (block: CommentBlock | undefined): boolean =>
  block?.type === 'paragraph' && block.content.every((node) => node.type === 'text' && node.text.trim() === '')

const isPlain = (block: CommentBlock): boolean =>
  block.type === 'paragraph' && block.content.every((node) => node.type === 'text' && isSame(node, {}))

const wordsOf = (block: CommentBlock): string =>
  block.type === 'paragraph' ? block.content.map((node) => (node.type === 'text' ? node.text : '')).join('') : ''

/**
 * What a field says, without blank lines around it: plain text where nothing in it is more than that, `null` where it says nothing.
 *
 * @example
 * const body = readBody(field)
 * if (body) await room.comments.create({ body })
 */
export const readBody = (field: Node): CommentBody | null => {
  let blocks = readBlocks(field)
  while (isBlank(blocks[0])) blocks = blocks.slice(1)
  while (isBlank(blocks.at(-1))) blocks = blocks.slice(0, -1)
  if (blocks.length === 0) return null
  return blocks.every(isPlain) ? blocks.map(wordsOf).join('\n').trim() : { blocks }
}
