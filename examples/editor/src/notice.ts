// Owns the banner that says what went wrong and has no place of its own. The last one counts; it stays until it is dismissed.

/** Shows `sentence` in `banner` until it is dismissed. */
export const createNotice = (banner: HTMLElement) => {
  const words = banner.querySelector<HTMLElement>('[data-part="words"]')
  const hide = () => {
    banner.hidden = true
  }
  banner.querySelector('[data-part="dismiss"]')?.addEventListener('click', hide)
  return {
    hide,
    show(sentence: string) {
      if (words) words.textContent = sentence
      banner.hidden = false
    },
  }
}
