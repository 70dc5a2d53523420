/** The search of the documentation: its index is one file of this site, loaded with the first key, and nothing that is typed goes anywhere. */
import MiniSearch from 'minisearch'
import { type Searched, searchOptions } from './search-options.ts'

const shownMax = 8

const find = <E extends HTMLElement>(selector: string): E => {
  const element = document.querySelector<E>(selector)
  if (!element) throw new Error(`The page lacks ${selector}`)
  return element
}

const box = find('.search')
const field = find<HTMLInputElement>('#search')
const list = find('#found')
const nothing = find('.nothing')

let index: Promise<MiniSearch<Searched>> | undefined
const load = (): Promise<MiniSearch<Searched>> => {
  index ??= fetch('/docs/search.json')
    .then((answer) => {
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
      return answer.text()
    })
    .then((text) => MiniSearch.loadJSON<Searched>(text, searchOptions))
  // What did not load is tried again with the next key.
  index.catch(() => {
    index = undefined
  })
  return index
}

const options = () => [...list.querySelectorAll<HTMLElement>('[role=option]')]
const chosen = () => options().findIndex((option) => option.getAttribute('aria-selected') === 'true')

const choose = (at: number) => {
  for (const [position, option] of options().entries()) option.setAttribute('aria-selected', String(position === at))
  const option = options()[at]
  if (option) {
    field.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  } else field.removeAttribute('aria-activedescendant')
}

const close = () => {
  list.hidden = true
  nothing.hidden = true
  field.setAttribute('aria-expanded', 'false')
  field.removeAttribute('aria-activedescendant')
}

const say = (text: string) => {
  list.hidden = true
  nothing.textContent = text
  nothing.hidden = false
}

const show = async () => {
  const query = field.value.trim()
  if (query === '') return close()
  const found = await load().then(
    (search) => search.search(query).slice(0, shownMax),
    () => null,
  )
  if (query !== field.value.trim()) return
  if (found === null) return say('The search did not load. Try again in a moment.')
  if (found.length === 0) return say(`Nothing has “${query}” in it.`)
  nothing.hidden = true
  list.replaceChildren(
    ...found.map(({ id, title, page }, position) => {
      const option = document.createElement('li')
      option.id = `found-${position}`
      option.role = 'option'
      const link = document.createElement('a')
      link.href = String(id)
      link.tabIndex = -1
      const name = document.createElement('strong')
      name.textContent = String(title)
      const where = document.createElement('span')
      where.textContent = title === page ? '' : String(page)
      link.append(name, where)
      option.append(link)
      return option
    }),
  )
  list.hidden = false
  field.setAttribute('aria-expanded', 'true')
  choose(0)
}

field.addEventListener('input', () => void show())
field.addEventListener('focus', () => void show())
field.addEventListener('keydown', (event) => {
  const count = options().length
  if (event.key === 'Escape') close()
  else if (list.hidden || count === 0) return
  else if (event.key === 'ArrowDown') choose((chosen() + 1) % count)
  else if (event.key === 'ArrowUp') choose((chosen() + count - 1) % count)
  else if (event.key === 'Enter') options()[chosen()]?.querySelector('a')?.click()
  else return
  event.preventDefault()
})
document.addEventListener('click', (event) => {
  // A link that was followed may have led to another place of this page.
  if (!box.contains(event.target as Node) || list.contains(event.target as Node)) close()
})
document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]')
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  field.focus()
})
// On a narrow page the list of pages begins closed: the page itself comes first.
if (matchMedia('(max-width: 900px)').matches) find<HTMLDetailsElement>('details.pages').open = false
box.hidden = false
