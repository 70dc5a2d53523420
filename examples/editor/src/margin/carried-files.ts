// Owns the files that go with a comment: chosen, pasted or dropped, sent while one still writes, and taken by the comment when it is.
import type { Comment } from '@syncforge/client'
import { sentenceOf } from '../sentence.ts'
import { make, makeButton } from './dom.ts'

export type Attachment = Comment['attachments'][number]
export type Attach = (file: File) => Promise<Attachment>

interface Carried {
  readonly row: HTMLElement
  /** `null` until it has arrived, or when it was refused. */
  attachment: Attachment | null
  isOnItsWay: boolean
}

/** As many as a comment takes. */
const MAX_FILES = 10
const UNITS = ['byte', 'kilobyte', 'megabyte'] as const

/** "1.4 MB". */
export const sizeOf = (bytes: number): string => {
  const power = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2
  const style = { style: 'unit', unit: UNITS[power], maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat('en', style).format(bytes / 1_000 ** power)
}

/** @param changed is called when a file came, arrived, was refused or was left out */
export const createCarriedFiles = (attach: Attach, say: (sentence: string) => void, changed: () => void) => {
  const list = make('ul', 'files')
  list.setAttribute('aria-label', 'Files')
  list.hidden = true
  const picker = make('input')
  picker.type = 'file'
  picker.multiple = true
  picker.hidden = true
  const button = makeButton('text-button', 'Attach', () => picker.click())
  button.title = 'Attach files, 10 MB each at most'
  const all = new Set<Carried>()

  const show = () => {
    list.hidden = all.size === 0
    button.disabled = all.size >= MAX_FILES
    changed()
  }
  const add = async (file: File) => {
    const row = make('li', 'file')
    const words = row.appendChild(make('bdi', 'file-name', `${file.name}, on its way…`))
    const one: Carried = { row, attachment: null, isOnItsWay: true }
    const leaveOut = makeButton('text-button', 'Leave out', () => {
      all.delete(one)
      row.remove()
      show()
      button.focus()
    })
    leaveOut.setAttribute('aria-label', `Leave out ${file.name}`)
    row.append(leaveOut)
    list.append(row)
    all.add(one)
    show()
    try {
      one.attachment = await attach(file)
      words.textContent = `${one.attachment.name}, ${sizeOf(one.attachment.bytes)}`
      say(`${file.name} is attached.`)
    } catch (error) {
      row.classList.add('file-refused')
      words.textContent = `${file.name}: ${sentenceOf(error)}`
      say(words.textContent)
    }
    one.isOnItsWay = false
    show()
  }
  const take = (files: Iterable<File>) => {
    for (const file of [...files].slice(0, MAX_FILES - all.size)) void add(file)
  }
  picker.addEventListener('change', () => {
    take(picker.files ?? [])
    // The same file may be chosen again.
    picker.value = ''
  })
  return {
    list,
    /** What to press, and what opens then. */
    tools: [button, picker],
    /** Of a paste or a drop; whether there were any. */
    takeFrom(data: DataTransfer | null): boolean {
      take(data?.files ?? [])
      return (data?.files.length ?? 0) > 0
    },
    /** Something has not arrived yet: it would be left behind. */
    isBusy: () => [...all].some(({ isOnItsWay }) => isOnItsWay),
    arrived: (): readonly Attachment[] => [...all].flatMap(({ attachment }) => attachment ?? []),
    clear() {
      all.clear()
      list.replaceChildren()
      show()
    },
  }
}
