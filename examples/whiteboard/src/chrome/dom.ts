/** Owns making elements: words are words, whatever they say. */
type Properties = Readonly<Record<string, string | boolean | ((event: Event) => void) | undefined>>

/** `on…` is heard, `true` and `false` are there or not, the rest are attributes. */
export const element = <T extends keyof HTMLElementTagNameMap>(
  tag: T,
  properties: Properties = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[T] => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value)
    else if (value === true) made.setAttribute(name, '')
    else if (typeof value === 'string') made.setAttribute(name, value)
  }
  made.append(...children)
  return made
}

const paths = {
  select: 'M5 3l14 8-6.5 1.6L9.4 19z',
  hand: 'M8 12V5.5a1.5 1.5 0 0 1 3 0V11m0-6.5a1.5 1.5 0 0 1 3 0V11m0-4.5a1.5 1.5 0 0 1 3 0V14c0 4-2.5 6.5-6 6.5-3 0-4.3-1.3-6.2-5.2l-1-2.2a1.4 1.4 0 0 1 2.4-1.3L8 14',
  pen: 'M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19z',
  rectangle: 'M4 6.5h16v11H4z',
  ellipse: 'M12 5.5c5 0 8.5 2.9 8.5 6.5s-3.5 6.5-8.5 6.5-8.5-2.9-8.5-6.5 3.5-6.5 8.5-6.5z',
  line: 'M5 19L19 5',
  arrow: 'M5 19L19 5M10 5h9v9',
  note: 'M5 4.5h14v9.5l-5.5 5.5H5zM19 14h-5.5v5.5',
  text: 'M5 7V5h14v2M12 5v14M9 19h6',
  undo: 'M9 6L4.5 10.5 9 15M4.5 10.5H14a5 5 0 0 1 0 10h-3',
  redo: 'M15 6l4.5 4.5L15 15M19.5 10.5H10a5 5 0 0 0 0 10h3',
  duplicate: 'M8 8h12v12H8zM16 8V4H4v12h4',
  remove: 'M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13',
  forward: 'M12 20V5M6 11l6-6 6 6',
  backward: 'M12 4v15M6 13l6 6 6-6',
  fill: 'M12 4l7 8a7 7 0 1 1-14 0z',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  save: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  help: 'M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8v.5M12 17.5v.1',
} as const

export type IconName = keyof typeof paths

export const icon = (name: IconName): SVGElement => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  for (const [key, value] of [
    ['viewBox', '0 0 24 24'],
    ['aria-hidden', 'true'],
    ['class', 'icon'],
  ] as const) {
    svg.setAttribute(key, value)
  }
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', paths[name])
  svg.append(path)
  return svg
}

interface ButtonPlan {
  readonly icon: IconName
  readonly label: string
  readonly keys?: string
  readonly run: () => void
}

export const iconButton = ({ icon: name, label, keys, run }: ButtonPlan): HTMLButtonElement =>
  element(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': label,
      'aria-keyshortcuts': keys,
      title: keys ? `${label} (${keys})` : label,
      onclick: run,
    },
    icon(name),
  )

/** One stop for Tab, arrows inside, as toolbars have it. */
export const toolbar = (label: string, className: string, ...children: readonly Node[]): HTMLElement => {
  const bar = element('div', { role: 'toolbar', 'aria-label': label, class: `bar-of-tools ${className}` }, ...children)
  const buttons = () => [...bar.querySelectorAll('button')].filter((button) => !button.disabled)
  const stopAt = (button: HTMLButtonElement | undefined) => {
    for (const each of bar.querySelectorAll('button')) each.tabIndex = each === button ? 0 : -1
  }
  stopAt(buttons()[0])
  bar.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLButtonElement) stopAt(target)
  })
  bar.addEventListener('keydown', (event) => {
    const all = buttons()
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[
      event.key
    ]
    if (to === undefined || at < 0) return
    event.preventDefault()
    event.stopPropagation()
    all.at(to % all.length)?.focus()
  })
  // What is switched off can be no stop.
  new MutationObserver(() => {
    const stop = [...bar.querySelectorAll('button')].find(({ tabIndex }) => tabIndex === 0)
    if (!stop || stop.disabled) stopAt(buttons()[0])
  }).observe(bar, { subtree: true, attributeFilter: ['disabled'] })
  return bar
}
