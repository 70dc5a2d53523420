// Owns the pictures of who is here: the stack in the header and the list in the people panel. Decides no name.
import { paint } from './color.ts'
import { initials, type Person, spokenList, spokenName } from './people.ts'

/** How many pictures the header has room for, before one that says how many more. */
const WIDTHS = [
  { query: matchMedia('(max-width: 370px)'), shown: 1 },
  { query: matchMedia('(max-width: 640px)'), shown: 2 },
]
const SHOWN_WIDE = 4

/** Draws into `button` (the stack) and `list` (the panel); call the result whenever the people change. */
export const createAvatars = (button: HTMLButtonElement, list: HTMLUListElement) => {
  const stack = button.appendChild(document.createElement('span'))
  stack.className = 'avatar-stack'
  let people: readonly Person[] = []

  const draw = () => {
    // A last place that could hold a person is not spent on "+1".
    const room = WIDTHS.find(({ query }) => query.matches)?.shown ?? SHOWN_WIDE
    const shown = people.length <= room + 1 ? people : people.slice(0, room)
    keep(stack, shown, stackItem)
    const rest = people.length - shown.length
    const overflow = stack.querySelector('.avatar-more')
    overflow?.remove()
    if (rest > 0) stack.append(moreItem(people.slice(shown.length)))
    keep(list, people, listItem)
    button.hidden = people.length === 0
    button.setAttribute(
      'aria-label',
      `${people.length === 1 ? '1 person' : `${people.length} people`} here: ${spokenList(people)}`,
    )
  }
  for (const { query } of WIDTHS) query.addEventListener('change', draw)

  return (next: readonly Person[]): void => {
    people = next
    draw()
  }
}

type Draw = (element: HTMLElement, person: Person) => void

/** Keeps one child per person, in order, reusing what is there so that nobody flickers when somebody else comes. */
const keep = (parent: HTMLElement, people: readonly Person[], draw: Draw): void => {
  const old = new Map(
    Array.from(parent.children, (child) => [(child as HTMLElement).dataset.user, child as HTMLElement]),
  )
  const next = people.map((person) => {
    const element = old.get(person.key) ?? document.createElement(parent.tagName === 'UL' ? 'li' : 'span')
    element.dataset.user = person.key
    draw(element, person)
    return element
  })
  // Moving an element restarts its animations: only touch the parent when the order or the members changed.
  const same =
    next.length === parent.children.length && next.every((element, index) => parent.children[index] === element)
  if (!same) parent.replaceChildren(...next)
}

const setText = (element: HTMLElement, text: string): void => {
  if (element.textContent !== text) element.textContent = text
}

/** Oneself is there, whatever the room thinks. */
const showActivity = (avatar: HTMLElement, { isSelf, activity }: Person): void => {
  if (isSelf || activity === 'active') delete avatar.dataset.activity
  else avatar.dataset.activity = activity
}

/** Letters that are seen only: the button has a name of its own, which says more. */
const setLetters = (element: HTMLElement, letters: string): void => {
  const seen = element.firstElementChild ?? element.appendChild(document.createElement('span'))
  seen.className = 'avatar-letters'
  seen.setAttribute('data-letters', letters)
}

const stackItem: Draw = (element, person) => {
  element.className = 'avatar'
  element.dataset.tooltip = spokenName(person)
  showActivity(element, person)
  paint(element, person.color)
  setLetters(element, initials(person.name))
}

const moreItem = (people: readonly Person[]): HTMLElement => {
  const element = document.createElement('span')
  element.className = 'avatar avatar-more'
  element.dataset.tooltip = spokenList(people)
  setLetters(element, `+${people.length}`)
  return element
}

const listItem: Draw = (element, person) => {
  element.className = 'person'
  if (!element.firstChild) {
    element.innerHTML =
      '<span class="avatar" aria-hidden="true"></span><span class="person-name"></span><span class="person-note"></span>'
  }
  const [avatar, name, note] = element.children as unknown as [HTMLElement, HTMLElement, HTMLElement]
  showActivity(avatar, person)
  paint(avatar, person.color)
  setText(avatar, initials(person.name))
  setText(name, person.name)
  const notes = [
    person.isSelf ? 'you' : person.activity !== 'active' && person.activity,
    !person.verified && 'guest',
    person.windows > 1 && `${person.windows} windows`,
  ]
  setText(note, notes.filter(Boolean).join(' · '))
}
