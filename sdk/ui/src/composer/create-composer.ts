/** Owns what an editable field does as a place where a comment is written: mentions, pasting, line breaks, undo. Knows no element of ours. */
import type { CommentBody } from '@syncforge/client'
import { drawEditable, drawMention, type LookOf } from '../body/draw-body.ts'
import { cleanText, type Mark } from '../body/marks.ts'
import { readBody } from '../body/read-body.ts'
import { type Begun, moveToEnd, rangeOf } from './caret.ts'
import { insertNodes, insertText } from './insert.ts'
import { createSuggestions, type Suggest, type Suggestion } from './suggestions.ts'

export interface ComposerOptions {
  /** Whom an @ offers; nobody where it is left out. */
  readonly suggest?: Suggest | undefined
  /** How people are called whom a body mentions that is put in. */
  readonly lookOf?: LookOf | undefined
  /** After each change, by whomever. */
  readonly onChange?: (() => void) | undefined
  /** Ctrl+Enter, or ⌘+Enter. */
  readonly onSend?: (() => void) | undefined
  /** Escape while no list is open. */
  readonly onCancel?: (() => void) | undefined
  /** Files that were pasted or dropped; without it they are left where they are. */
  readonly onFiles?: ((files: readonly File[]) => void) | undefined
}

export interface Composer {
  /** What is written, as a room takes it; `null` where nothing is. */
  get(): CommentBody | null
  /** Puts something in place of everything; `null` empties it. Cannot be undone. */
  set(body: CommentBody | null): void
  /** Puts words, such as an emoji, where the caret is. */
  insert(text: string): void
  /** Begins a mention where the caret is. */
  beginMention(): void
  /** Turns a mark of what is selected on or off. */
  toggle(mark: Exclude<Mark, 'code'>): void
  /** The caret behind everything. */
  focus(): void
  /** Takes every listener off; the field keeps what it holds. */
  end(): void
}

const allowedFormats = new Set(['formatBold', 'formatItalic', 'formatStrikeThrough'])
const commands = { bold: 'bold', italic: 'italic', strike: 'strikeThrough' } as const
/** What a key means while an input method composes with it. */
const composing = 229

/**
 * Makes `field`, an element that is or becomes `contenteditable`, a place to write a comment in; `list` shows whom one may mention, and lies
 * in the same tree as the field, so that ids reach from one to the other. Needs a browser.
 *
 * @example
 * const composer = createComposer(field, list, { suggest: (query) => people.filter(({ name }) => name.includes(query)) })
 * button.onclick = () => room.comments.create({ body: composer.get() })
 */
export const createComposer = (field: HTMLElement, list: HTMLElement, options: ComposerOptions = {}): Composer => {
  const { lookOf, onChange, onSend, onCancel, onFiles } = options
  const stop = new AbortController()
  let isComposing = false

  const isOurs = () => {
    const node = document.getSelection()?.anchorNode
    return node !== null && node !== undefined && field.contains(node)
  }
  const bringCaret = () => {
    field.focus({ preventScroll: true })
    if (!isOurs()) moveToEnd(field)
  }
  const choose = ({ userId, verified, name }: Suggestion, begun: Begun) => {
    const selection = document.getSelection()
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(begun)
    selection?.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset)
    insertNodes(drawMention({ userId, verified, name }), '\u00a0')
  }
  const suggestions = createSuggestions(field, list, options.suggest ?? (() => []), choose)

  const changed = () => {
    // A break that is left over in an empty field would hide its placeholder.
    if (!isComposing && field.childNodes.length === 1 && field.firstChild?.nodeName === 'BR') field.replaceChildren()
    onChange?.()
  }
  const isInList = () => {
    const node = document.getSelection()?.anchorNode
    const element = node instanceof Element ? node : node?.parentElement
    const item = element?.closest('li')
    return item !== null && item !== undefined && field.contains(item)
  }
  const beforeInput = (event: InputEvent) => {
    const { inputType } = event
    if (inputType.startsWith('format') && !allowedFormats.has(inputType)) event.preventDefault()
    // Else browsers wrap each line into a block of its own.
    if (inputType === 'insertParagraph' && !isInList()) {
      event.preventDefault()
      document.execCommand('insertLineBreak')
    }
  }
  const takeFiles = (data: DataTransfer | null) => {
    const files = [...(data?.files ?? [])]
    if (files.length > 0) onFiles?.(files)
  }
  const paste = (event: ClipboardEvent) => {
    event.preventDefault()
    takeFiles(event.clipboardData)
    const text = cleanText(event.clipboardData?.getData('text/plain') ?? '')
    if (text) insertText(text)
  }
  const keyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === composing) return
    const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
    if (suggestions.pressed(event)) {
      // What the list took is no key of the field's.
    } else if (isSend && onSend) onSend()
    else if (event.key === 'Escape' && onCancel) onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  field.contentEditable = 'true'
  // A blank at the end of a line is kept as it is typed.
  field.style.whiteSpace = 'pre-wrap'
  const on = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void) =>
    field.addEventListener(type, listener, stop)
  on('beforeinput', beforeInput)
  on('paste', paste)
  on('drop', (event) => {
    event.preventDefault()
    takeFiles(event.dataTransfer)
  })
  on('keydown', keyDown)
  on('keyup', ({ key }) => {
    if (!isComposing && (key.startsWith('Arrow') || key === 'Home' || key === 'End')) suggestions.look()
  })
  on('click', () => suggestions.look())
  on('compositionstart', () => {
    isComposing = true
  })
  on('compositionend', () => {
    isComposing = false
    changed()
    suggestions.look()
  })
  on('input', () => {
    changed()
    if (!isComposing) suggestions.look()
  })

  return {
    get: () => readBody(field),
    set(body) {
      field.replaceChildren(...(body === null ? [] : drawEditable(body, lookOf)))
      changed()
    },
    insert(text) {
      bringCaret()
      insertText(cleanText(text))
    },
    beginMention() {
      bringCaret()
      const selection = document.getSelection()
      const before =
        selection?.anchorNode instanceof Text ? selection.anchorNode.data.slice(0, selection.anchorOffset) : ''
      insertText(/[\p{L}\p{N}]$/u.test(before) ? ' @' : '@')
    },
    toggle(mark) {
      bringCaret()
      document.execCommand(commands[mark])
    },
    focus() {
      field.focus()
      moveToEnd(field)
    },
    end() {
      stop.abort()
      suggestions.end()
    },
  }
}
