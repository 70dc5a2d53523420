/** Gives a class its tag. Where there are no elements, such as on a server, nothing happens; of two copies of a package the first one counts. */
export const define = (tag: string, element: CustomElementConstructor): void => {
  const { customElements } = globalThis
  if (customElements && !customElements.get(tag)) customElements.define(tag, element)
}
