/** Owns the list of people that opens behind an @ in a field: asked for, shown beside the caret, chosen by key or pointer. */
import { place } from '../base/place.ts'
import { plainText } from '../base/safe.ts'
import { type Begun, findBegun, rangeOf } from './caret.ts'

/** Somebody who can be meant. */
export interface Suggestion {
  readonly userId: string
  readonly name: string
  /** Two people may bear one id: the one who proved it is another than who merely claims it. */
  readonly verified?: boolean | undefined
  /** Said beside the name, such as an e-mail address. */
  readonly note?: string | undefined
}

/**
 * Who may be meant by `query`, the likeliest first: at once or later. What comes too late is not shown.
 *
 * @param more takes the list that is to stand there instead, when somebody else knows more
 */
export type Suggest = (
  query: string,
  more: (people: readonly Suggestion[]) => void,
) => readonly Suggestion[] | Promise<readonly Suggestion[]>

const maxShown = 8
let lists = 0

const nobody: readonly Suggestion[] = []

/**
 * Serves `field` with `list`, an element of `role=listbox` with `popover=manual` that lies in the same tree. `end()` takes the listeners off.
 *
 * @param choose puts the person where `begun` stands
 */
export const createSuggestions = (
  field: HTMLElement,
  list: HTMLElement,
  suggest: Suggest,
  choose: (person: Suggestion, begun: Begun) => void,
) => {
  list.id ||= `syncforge-people-${++lists}`
  let shown = nobody
  let chosen = 0
  let isAsking = false
  /** What stands before the caret now; `null`: nothing to ask for. */
  let wanted: Begun | null = null
  /** Escape was pressed here: the list stays away until another @. */
  let dismissed: string | null = null
  const keyOf = ({ from, query }: Begun) => `${from}:${query.slice(0, 1)}`

  const isOpen = () => shown.length > 0
  const put = () => {
    if (wanted && isOpen()) place(list, rangeOf(wanted).getBoundingClientRect())
  }
  const close = () => {
    if (!isOpen()) return
    shown = nobody
    list.hidePopover()
    list.replaceChildren()
    field.removeAttribute('aria-activedescendant')
    removeEventListener('scroll', put, true)
    removeEventListener('resize', put)
  }
  const mark = () => {
    for (const [index, option] of [...list.children].entries()) {
      const isChosen = index === chosen
      option.setAttribute('aria-selected', String(isChosen))
      if (!isChosen) continue
      field.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    }
  }
  const take = (person: Suggestion | undefined) => {
    const begun = findBegun(field)
    close()
    if (person && begun) choose(person, begun)
  }
  const drawOption = (person: Suggestion, index: number) => {
    const option = document.createElement('div')
    option.id = `${list.id}-${index}`
    option.setAttribute('role', 'option')
    option.className = 'syncforge-option'
    const name = option.appendChild(document.createElement('bdi'))
    name.textContent = plainText(person.name) || plainText(person.userId)
    if (person.note) {
      const note = option.appendChild(document.createElement('bdi'))
      note.className = 'syncforge-option-note'
      note.textContent = plainText(person.note)
    }
    // Pressing must not take the caret out of the field.
    option.addEventListener('pointerdown', (event) => event.preventDefault())
    option.addEventListener('click', () => take(person))
    return option
  }
  const show = (people: readonly Suggestion[], isMore = false) => {
    if (people.length === 0) return close()
    const wasOpen = isOpen()
    const held = isMore ? shown[chosen] : undefined
    shown = people.slice(0, maxShown)
    // Who is chosen already stays so where they stand now.
    chosen = Math.max(
      0,
      shown.findIndex(({ userId, verified }) => userId === held?.userId && verified === held.verified),
    )
    list.replaceChildren(...shown.map(drawOption))
    if (!wasOpen) {
      list.showPopover()
      addEventListener('scroll', put, true)
      addEventListener('resize', put)
    }
    put()
    mark()
  }
  /** The same words in the same place, however often somebody looked. */
  const isSame = (one: Begun, other: Begun | null) => one.query === other?.query && one.from === other.from
  /** One question at a time: what was typed meanwhile is asked after it. */
  const ask = async () => {
    if (isAsking) return
    isAsking = true
    try {
      let asked: Begun | null = null
      while (wanted && !isSame(wanted, asked)) {
        const mine: Begun = wanted
        asked = mine
        const isStill = () => isSame(mine, wanted) && field.isConnected
        const people = await suggest(mine.query, (more) => isStill() && show(more, true))
        if (isStill()) show(people)
      }
    } catch {
      // Who cannot be suggested can still be written about.
      close()
    } finally {
      isAsking = false
    }
  }
  const look = () => {
    const before = wanted
    wanted = findBegun(field)
    if (wanted && isSame(wanted, before) && isOpen()) return
    if (!wanted || !dismissed?.startsWith(`${wanted.from}:`)) dismissed = null
    if (!wanted || dismissed !== null) {
      wanted = null
      return close()
    }
    void ask()
  }
  const leave = () => {
    wanted = null
    close()
  }
  /** Whether the key was meant for the list. */
  const pressed = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean => {
    if (!isOpen()) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (step !== undefined) {
      chosen = (chosen + step + shown.length) % shown.length
      mark()
    } else if (key === 'Escape') {
      dismissed = wanted && keyOf(wanted)
      leave()
    } else if ((key === 'Enter' || key === 'Tab') && !ctrlKey && !metaKey) take(shown[chosen])
    else return false
    return true
  }

  field.setAttribute('aria-autocomplete', 'list')
  field.setAttribute('aria-haspopup', 'listbox')
  field.setAttribute('aria-controls', list.id)
  list.setAttribute('role', 'listbox')
  list.popover = 'manual'
  field.addEventListener('blur', leave)
  return {
    look,
    pressed,
    end() {
      leave()
      field.removeEventListener('blur', leave)
    },
  }
}
