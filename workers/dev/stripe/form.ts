/** Forms as Stripe's client writes them: `a[b][0]=c` is `{ a: { b: { 0: 'c' } } }`. */

export interface Form {
  readonly [name: string]: string | Form | undefined
}

type Writable = { [name: string]: string | Writable | undefined }

/** Without a prototype: a name may be `__proto__`. */
const empty = (): Writable => Object.create(null) as Writable

const stepInto = (node: Writable, name: string): Writable => {
  const found = node[name]
  if (typeof found === 'object') return found
  const made = empty()
  node[name] = made
  return made
}

/** @example readForm('items[0][price]=price_1') // { items: { 0: { price: 'price_1' } } } */
export const readForm = (text: string): Form => {
  const form = empty()
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/[[\]]+/).filter(Boolean)
    const last = path.pop()
    if (last !== undefined) path.reduce(stepInto, form)[last] = value
  }
  return form
}

export const textOf = (value: Form[string]): string | undefined => (typeof value === 'string' ? value : undefined)
export const formOf = (value: Form[string]): Form => (typeof value === 'object' ? value : {})
export const listOf = (value: Form[string]): readonly (string | Form | undefined)[] => Object.values(formOf(value))
export const textsOf = (value: Form[string]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(formOf(value)).flatMap(([name, each]) => (typeof each === 'string' ? [[name, each]] : [])),
  )
