/** Owns making elements of what is drawn, and changing as little of them as there is to change. */
import type { Drawn } from './look.ts'

const namespace = 'http://www.w3.org/2000/svg'

export const svgElement = (tag: string, attributes: Readonly<Record<string, string | number>> = {}): SVGElement => {
  const element = document.createElementNS(namespace, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  return element
}

const create = (drawn: Drawn): SVGElement => {
  const element = svgElement(drawn.tag)
  change(element, drawn)
  return element
}

/** Makes `element`, which is of the same tag, look like `drawn`. What bears no name in `drawn` is none of its business. */
export const change = (element: SVGElement, { attributes, inside = [], words }: Drawn): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value))
  }
  if (words !== undefined) {
    if (element.textContent !== words) element.textContent = words
    return
  }
  for (const [index, each] of inside.entries()) {
    const known = element.children[index]
    if (known?.tagName === each.tag) change(known as SVGElement, each)
    else if (known) known.replaceWith(create(each))
    else element.append(create(each))
  }
  while (element.children.length > inside.length) element.lastElementChild?.remove()
}
