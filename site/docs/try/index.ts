/** Makes the pages of the REST API ones to work with: a form for each route, made when it is asked for, and examples with this server's address. */
import { element } from './element.ts'
import { formOf } from './form.ts'
import { type OpenApi, routesOf } from './openapi.ts'
import { walkInside } from './walk.ts'

let loading: Promise<OpenApi> | undefined
const load = (): Promise<OpenApi> => {
  loading ??= fetch('/openapi.json').then((answer) => {
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    return answer.json() as Promise<OpenApi>
  })
  // What did not load is tried again with the next form.
  loading.catch(() => {
    loading = undefined
  })
  return loading
}

const open = async (place: HTMLElement, id: string) => {
  place.replaceChildren(element('p', { role: 'status' }, 'Loading …'))
  try {
    const api = await load()
    const route = routesOf(api).find((each) => each.id === id)
    if (!route) throw new Error('This server does not have the route.')
    place.replaceChildren(formOf(route, api))
    place.querySelector<HTMLElement>('.field')?.focus()
  } catch (error) {
    place.replaceChildren(element('p', { role: 'alert' }, `The form did not load: ${(error as Error).message}`))
  }
}

const enhance = () => {
  for (const section of document.querySelectorAll<HTMLElement>('[data-route]')) {
    const place = element('div')
    const button = element('button', { type: 'button', class: 'button', 'aria-expanded': 'false' }, 'Try it')
    const title = section.querySelector('h2')?.id
    if (title) button.setAttribute('aria-describedby', title)
    button.addEventListener('click', () => {
      const isOpen = button.getAttribute('aria-expanded') === 'true'
      button.setAttribute('aria-expanded', String(!isOpen))
      if (isOpen) place.replaceChildren()
      else void open(place, section.dataset.route ?? '')
    })
    section.append(button, place)
    const example = section.querySelector('pre code')
    if (example) example.textContent = example.textContent?.replace('https://your-server', location.origin) ?? ''
  }
}

enhance()
walkInside(enhance)
