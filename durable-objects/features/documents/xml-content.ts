/**
 * Writes XML types as markup, as Yjs itself does, whatever lies in them: nested deeper than the stack is, formatted, with attributes that
 * are no text, or made by hand with something in it that is no XML.
 */
import * as Y from 'yjs'

/** Values of attributes and marks that are no text are shown as JSON. */
type Show = (value: unknown) => string

type Waiting = { readonly node: unknown } | { readonly markup: string }

const attributesOf = (values: Readonly<Record<string, unknown>>, show: Show): string =>
  Object.entries(values)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ` ${name}="${show(value)}"`)
    .join('')

/** Read from the items: Yjs' own object of them has no place for one that is called like the prototype. */
const attributesIn = (element: Y.XmlElement): Record<string, unknown> =>
  Object.fromEntries(
    [...element._map]
      .filter(([, item]) => !item.deleted)
      .map(([name, { content, length }]) => [name, content.getContent()[length - 1]]),
  )

/** The marks of a text are elements around it. */
const textMarkup = (text: Y.XmlText, show: Show): string => {
  const runs: { insert: unknown; attributes?: Record<string, unknown> }[] = text.toDelta()
  return runs
    .map(({ insert, attributes = {} }) => {
      const marks = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1))
      const before = marks.map(([name, value]) => `<${name}${attributesOf(isRecord(value) ? value : {}, show)}>`)
      const after = marks.map(([name]) => `</${name}>`).reverse()
      return `${before.join('')}${show(insert)}${after.join('')}`
    })
    .join('')
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Everything in `root`, in order. Walks without recursion. */
export const xmlMarkup = (root: Y.XmlFragment | Y.XmlText, show: Show): string => {
  let written = ''
  const waiting: Waiting[] = [{ node: root }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ('markup' in next) {
      written += next.markup
      continue
    }
    const { node } = next
    if (node instanceof Y.XmlText) written += textMarkup(node, show)
    else if (node instanceof Y.XmlFragment) {
      if (node instanceof Y.XmlElement) {
        const name = node.nodeName.toLowerCase()
        written += `<${name}${attributesOf(attributesIn(node), show)}>`
        waiting.push({ markup: `</${name}>` })
      }
      for (const child of node.toArray().reverse()) waiting.push({ node: child })
    } else written += show(node)
  }
  return written
}
