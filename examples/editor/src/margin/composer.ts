// Owns a field in which a comment is written: mentions, a draft that is kept, sending, and why it was refused.
import type { CommentBody } from '@syncforge/client'
import { sentenceOf } from '../sentence.ts'
import { bodyOf } from './body.ts'
import { type Attachment, createCarriedFiles } from './carried-files.ts'
import type { Company } from './company.ts'
import { make, makeButton } from './dom.ts'
import { createMentionList } from './mention-list.ts'

interface ComposerPlan extends Company {
  /** What the field is called. */
  readonly label: string
  readonly submit: string
  readonly draft: { get(): Promise<string>; set(text: string): Promise<void> }
  readonly send: (body: CommentBody, attachments: readonly Attachment[]) => Promise<unknown>
  readonly onCancel: () => void
}

/** The first word of each name that is meant. */
const BEGUN = /(?<![\p{L}\p{N}])@([^\s@]{1,40})/gu

const KEYS = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘ Enter' : 'Ctrl Enter'

export const createComposer = ({
  label,
  submit,
  draft,
  send,
  onCancel,
  mentionable,
  meet,
  say,
  attach,
}: ComposerPlan) => {
  const form = make('form', 'composer')
  const field = form.appendChild(make('textarea', 'field composer-field'))
  field.setAttribute('aria-label', label)
  field.placeholder = `${label}…`
  field.rows = 1
  field.dir = 'auto'
  field.maxLength = 10_000
  const list = createMentionList(field, { mentionable, meet, say })
  const refusal = make('p', 'composer-refusal')
  refusal.setAttribute('role', 'alert')
  refusal.hidden = true
  const files = attach && createCarriedFiles(attach, say, () => showState())
  const row = make('div', 'composer-row')
  const button = make('button', 'button button-primary', submit)
  button.type = 'submit'
  button.title = `${submit} (${KEYS})`
  row.append(
    make('span', 'composer-hint', '@ mentions'),
    ...(files?.tools ?? []),
    makeButton('button', 'Cancel', () => cancel()),
    button,
  )
  form.append(list, ...(files ? [files.list] : []), refusal, row)
  let isSending = false

  const showState = () => {
    button.disabled = isSending || field.value.trim() === '' || files?.isBusy() === true
    form.classList.toggle(
      'composer-begun',
      field.value !== '' || files?.list.hidden === false || form.matches(':focus-within'),
    )
  }
  const fill = (text: string) => {
    field.value = text
    showState()
  }
  const cancel = () => {
    files?.clear()
    fill('')
    refusal.hidden = true
    void draft.set('')
    onCancel()
  }
  const submitNow = async () => {
    if (isSending || field.value.trim() === '' || files?.isBusy()) return
    isSending = true
    refusal.hidden = true
    // What is typed while it is on its way would be lost.
    field.readOnly = true
    showState()
    try {
      // A draft from before a reload means people whom this page has not met since.
      for (const [, word = ''] of field.value.matchAll(BEGUN)) await meet(word).catch(() => {})
      await send(bodyOf(field.value, mentionable()), files?.arrived() ?? [])
      files?.clear()
      fill('')
      await draft.set('')
    } catch (error) {
      refusal.textContent = `Not sent: ${sentenceOf(error)}`
      refusal.hidden = false
    } finally {
      isSending = false
      field.readOnly = false
      showState()
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submitNow()
  })
  form.addEventListener('focusin', showState)
  form.addEventListener('focusout', () => setTimeout(showState))
  field.addEventListener('input', () => {
    showState()
    void draft.set(field.value)
  })
  form.addEventListener('paste', (event) => {
    if (files?.takeFrom(event.clipboardData)) event.preventDefault()
  })
  form.addEventListener('dragover', (event) => {
    if (files && event.dataTransfer?.types.includes('Files')) event.preventDefault()
  })
  form.addEventListener('drop', (event) => {
    if (files?.takeFrom(event.dataTransfer)) event.preventDefault()
  })
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submitNow()
    else if (event.key === 'Escape') onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  draft.get().then(
    (text) => {
      // Whoever was quicker than the storage has the word.
      if (field.value === '') fill(text)
    },
    () => {},
  )
  showState()
  return { element: form, focus: () => field.focus() }
}
