// Owns making the elements of the margin: words from outside are always text, never markup.

const SVG = 'http://www.w3.org/2000/svg'

export const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  text = '',
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text) element.textContent = text
  return element
}

export const makeButton = (className: string, label: string, onClick: () => void): HTMLButtonElement => {
  const button = make('button', className, label)
  button.type = 'button'
  button.addEventListener('click', onClick)
  return button
}

/** A button that shows `path` (of a 20 × 20 picture) and is called `label`. */
export const makeIconButton = (label: string, path: string, onClick: () => void): HTMLButtonElement => {
  const button = makeButton('icon-button', '', onClick)
  button.setAttribute('aria-label', label)
  button.title = label
  const picture = button.appendChild(document.createElementNS(SVG, 'svg'))
  picture.setAttribute('viewBox', '0 0 20 20')
  picture.setAttribute('aria-hidden', 'true')
  picture.appendChild(document.createElementNS(SVG, 'path')).setAttribute('d', path)
  return button
}

/** Puts `wanted` into `parent` in that order. What is there stays the same element, and the focus where it was. */
export const arrange = (parent: HTMLElement, wanted: readonly HTMLElement[]): void => {
  const focused = document.activeElement
  for (const child of [...parent.children]) if (!wanted.includes(child as HTMLElement)) child.remove()
  for (const [index, element] of wanted.entries())
    if (parent.children[index] !== element) parent.insertBefore(element, parent.children[index] ?? null)
  if (focused instanceof HTMLElement && focused !== document.activeElement && parent.contains(focused)) focused.focus()
}

export const setText = (element: HTMLElement, text: string): void => {
  if (element.textContent !== text) element.textContent = text
}
