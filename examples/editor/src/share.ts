// Owns "Copy link": copies, says so, and where copying is not possible shows the link, selected, to be copied by hand.

const FEEDBACK_MS = 2000

interface Places {
  readonly buttons: readonly HTMLButtonElement[]
  readonly panel: HTMLElement
  readonly field: HTMLInputElement
  readonly say: (sentence: string) => void
}

/** Makes each of `buttons` copy `address`. */
export const bindShare = (address: string, { buttons, panel, field, say }: Places): void => {
  field.value = address
  field.addEventListener('focus', () => field.select())
  for (const button of buttons) {
    const label = button.querySelector<HTMLElement>('.button-label')
    const words = label?.textContent ?? ''
    let back: ReturnType<typeof setTimeout> | undefined
    button.addEventListener('click', async () => {
      if (!(await copy(address))) {
        panel.showPopover()
        field.focus()
        return
      }
      clearTimeout(back)
      button.dataset.copied = ''
      if (label) label.textContent = 'Copied'
      say('Link copied.')
      back = setTimeout(() => {
        delete button.dataset.copied
        if (label) label.textContent = words
      }, FEEDBACK_MS)
    })
  }
}

const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

// `navigator.clipboard` is missing on plain http away from localhost and may be refused; the old command still works.
const copyBySelection = (text: string): boolean => {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  area.setAttribute('aria-hidden', 'true')
  document.body.append(area)
  area.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    area.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}
