/** Owns how an element is a component of Vue: properties and events go to the element as they are. Knows no element by name. */
import { type DefineSetupFnComponent, defineComponent, h } from 'vue'

/** What an element takes, `room` above all; see the element. Events are heard as `@syncforge-…`. */
export interface ElementProps {
  readonly room?: unknown
  readonly [property: string]: unknown
}

/** `.name`: as a property, whatever it is. In the server's HTML there are no objects; hydration sets them. */
const asProperties = (attributes: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) =>
      /^(on[A-Z]|class$|style$|id$|slot$|key$)/.test(name)
        ? [name, value]
        : [`.${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}`, value === '' ? true : value],
    ),
  )

export const wrap = (tag: string): DefineSetupFnComponent<ElementProps> =>
  defineComponent(
    (_: ElementProps, { attrs, slots }) =>
      () =>
        h(tag, asProperties(attrs), slots),
    { name: tag, inheritAttrs: false },
  ) as DefineSetupFnComponent<ElementProps>
