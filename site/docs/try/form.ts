/** A form for a route: a field for the key and for each parameter, the body as a request would have it, and what it was answered with. */
import { show } from './answer.ts'
import { element } from './element.ts'
import { bodyOf, type OpenApi, type Parameter, type Route } from './openapi.ts'
import { callOf } from './request.ts'

/** What is typed once stands in every form, and is gone with the page: nothing keeps it. */
let key = document.querySelector<HTMLMetaElement>('meta[name=development-key]')?.content ?? ''

const labelled = (id: string, name: string, hint: string, field: HTMLElement): HTMLElement => {
  field.id = id
  field.classList.add('field')
  const label = element('label', { for: id }, element('code', {}, name))
  if (hint !== '') label.append(` ${hint}`)
  return element('div', { class: 'try-field' }, label, field)
}

const keyField = (id: string): HTMLElement => {
  const field = element('input', { type: 'password', autocomplete: 'off', spellcheck: 'false', placeholder: 'sk_…' })
  field.value = key
  field.dataset.key = ''
  field.addEventListener('input', () => {
    key = field.value.trim()
    for (const other of document.querySelectorAll<HTMLInputElement>('[data-key]')) {
      if (other !== field) other.value = field.value
    }
  })
  return labelled(id, 'key', 'kept nowhere: gone when you leave the pages of the routes', field)
}

const choicesOf = ({ schema }: Parameter): readonly string[] | null =>
  schema?.enum?.map(String) ?? (schema?.type === 'boolean' ? ['true', 'false'] : null)

type Control = HTMLInputElement | HTMLSelectElement

const controlOf = (parameter: Parameter): Control => {
  const choices = choicesOf(parameter)
  const { schema } = parameter
  const example = schema?.example ?? schema?.default
  if (choices === null) {
    const control = element('input', { autocomplete: 'off', spellcheck: 'false' })
    if (example !== undefined) control.placeholder = String(example)
    control.required = parameter.required ?? false
    return control
  }
  const options = parameter.required ? choices : ['', ...choices]
  return element('select', {}, ...options.map((choice) => element('option', {}, choice)))
}

const bodyField = (type: string, example: unknown): HTMLTextAreaElement | HTMLInputElement => {
  if (type !== 'application/json') return element('input', { type: 'file' })
  const field = element('textarea', { rows: '7', spellcheck: 'false' })
  field.value = example === undefined ? '{}' : JSON.stringify(example, null, 2)
  return field
}

export const formOf = (route: Route, api: OpenApi): HTMLFormElement => {
  const { id, method, operation } = route
  const idOf = (name: string) => `try-${id}-${name.replace(/\W/g, '-')}`
  const form = element('form', { class: 'try' })
  form.append(keyField(idOf('key')))
  const controls = new Map<string, Control>()
  for (const parameter of operation.parameters ?? []) {
    const control = controlOf(parameter)
    controls.set(parameter.name, control)
    form.append(labelled(idOf(parameter.name), parameter.name, parameter.required ? '' : 'may be left empty', control))
  }
  const body = bodyOf(route, api)
  const content = body && bodyField(body.type, body.example)
  if (body && content) form.append(labelled(idOf('body'), 'body', body.type, content))
  const send = element('button', { type: 'submit', class: 'button button-primary' }, 'Send')
  form.append(element('div', { class: 'try-send' }, send))
  if (method !== 'get')
    form
      .querySelector('.try-send')
      ?.append(element('span', {}, 'This is a real call: it changes what the key belongs to.'))
  const answer = element('div', { class: 'try-answer', role: 'status' })
  form.append(answer)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const parameters = new Map([...controls].map(([name, control]) => [name, control.value.trim()]))
    const [file] = content instanceof HTMLInputElement ? (content.files ?? []) : []
    const given = content instanceof HTMLTextAreaElement ? content.value : file
    send.disabled = true
    const call = callOf(route, { key, parameters, body: body && given ? { type: body.type, content: given } : null })
    void show(answer, call).finally(() => {
      send.disabled = false
    })
  })
  return form
}
