// Owns the list of people that opens behind an @ in a text field: filtered by what follows, chosen by key or pointer.
import { keyOf } from '../people.ts'
import type { Mentionable } from './body.ts'
import type { Company } from './company.ts'
import { make } from './dom.ts'

const MAX_SHOWN = 6
/** An @ that begins a word, and what was typed after it, which may hold blanks: names do. */
const BEGUN = /(?:^|[^\p{L}\p{N}])@([^@\n]{0,40})$/u

let lists = 0

/** Serves `field`; `list` belongs right after it on the page. */
export const createMentionList = (
  field: HTMLTextAreaElement,
  { mentionable, meet, say }: Pick<Company, 'mentionable' | 'meet' | 'say'>,
) => {
  const id = `mentions-${++lists}`
  const list = make('ul', 'mention-list')
  list.id = id
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'People to mention')
  list.hidden = true
  let shown: readonly Mentionable[] = []
  let chosen = 0
  /** What the room was asked last: once for each query. */
  let asked: string | undefined
  field.setAttribute('aria-autocomplete', 'list')

  const query = (): string | undefined => {
    const { selectionStart, selectionEnd, value } = field
    return selectionStart === selectionEnd ? BEGUN.exec(value.slice(0, selectionStart))?.[1] : undefined
  }
  const close = () => {
    list.hidden = true
    list.replaceChildren()
    shown = []
    field.removeAttribute('aria-activedescendant')
    field.removeAttribute('aria-controls')
  }
  const mark = () => {
    for (const [index, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(index === chosen))
      if (index === chosen) field.setAttribute('aria-activedescendant', option.id)
    }
  }
  const choose = (person: Mentionable) => {
    const begun = query() ?? ''
    const start = field.selectionStart - begun.length
    field.setRangeText(`${person.name} `, start, field.selectionStart, 'end')
    close()
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.focus()
  }
  const draw = () => {
    list.replaceChildren(
      ...shown.map((person, index) => {
        const option = make('li', 'mention-option', person.name)
        option.id = `${id}-${index}`
        option.setAttribute('role', 'option')
        if (!person.verified) option.append(make('span', 'mention-note', 'guest'))
        // Pressing must not take the focus out of the field.
        option.addEventListener('pointerdown', (event) => event.preventDefault())
        option.addEventListener('click', () => choose(person))
        return option
      }),
    )
    list.hidden = false
    list.scrollIntoView({ block: 'nearest' })
    field.setAttribute('aria-controls', id)
    mark()
  }
  const look = () => {
    const wanted = query()?.toLocaleLowerCase()
    const before = shown.length
    const stays = wanted === asked ? shown[chosen] : undefined
    shown =
      wanted === undefined
        ? []
        : mentionable()
            .filter(({ name }) => ` ${name.toLocaleLowerCase()}`.includes(` ${wanted}`))
            .slice(0, MAX_SHOWN)
    chosen = Math.max(
      0,
      shown.findIndex((one) => stays && keyOf(one) === keyOf(stays)),
    )
    if (wanted !== asked) void ask(wanted)
    if (shown.length === 0) return close()
    draw()
    if (shown.length !== before)
      say(`${shown.length === 1 ? '1 person' : `${shown.length} people`} to mention. Arrow keys choose, Enter takes.`)
  }
  /** The list opens with who is known to this page, and grows when the room has answered, if nothing was typed since. */
  const ask = async (wanted: string | undefined) => {
    asked = wanted
    if (wanted === undefined) return
    try {
      await meet(wanted)
    } catch {
      // Who is known to this page stays on the list.
      return
    }
    if (wanted === asked && wanted === query()?.toLocaleLowerCase() && document.activeElement === field) look()
  }

  field.addEventListener('input', look)
  field.addEventListener('blur', close)
  field.addEventListener('keydown', (event) => {
    if (list.hidden || event.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const person = shown[chosen]
    if (step !== undefined) {
      chosen = (chosen + step + shown.length) % shown.length
      mark()
    } else if (event.key === 'Escape') {
      // What the room answers later opens it no more.
      asked = undefined
      close()
    } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey && person)
      choose(person)
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  })
  return list
}
