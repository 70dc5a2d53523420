/** Shows what a call was answered with. What came is text to be read, whatever it says. */
import { element } from './element.ts'
import type { Call } from './request.ts'

const shownMaxLength = 20_000

const shownHeaders = ['ratelimit-remaining', 'etag', 'location', 'retry-after']

const prettyOf = (text: string, type: string): string => {
  if (!type.includes('json')) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

const bodyOf = async (answer: Response): Promise<readonly HTMLElement[]> => {
  const type = answer.headers.get('content-type') ?? ''
  const bytes = await answer.blob()
  if (bytes.size === 0) return []
  if (!/json|text/.test(type)) {
    const link = element('a', { href: URL.createObjectURL(bytes), download: 'answer' }, `Save ${bytes.size} bytes`)
    return [element('p', {}, link)]
  }
  const text = prettyOf(await bytes.text(), type)
  const shown = text.length > shownMaxLength ? `${text.slice(0, shownMaxLength)}\n… ${text.length} characters` : text
  return [element('pre', { class: 'code', tabindex: '0' }, element('code', {}, shown))]
}

/** Carries the call out and fills `place`, which says so to whoever does not see it. */
export const show = async (place: HTMLElement, { path, init }: Call): Promise<void> => {
  place.replaceChildren(element('p', {}, 'Sending …'))
  const startedAt = performance.now()
  try {
    const answer = await fetch(path, { ...init, credentials: 'omit', cache: 'no-store' })
    const body = await bodyOf(answer)
    const tookMs = Math.round(performance.now() - startedAt)
    const status = element('strong', { class: answer.ok ? 'well' : 'refused' }, `${answer.status} ${answer.statusText}`)
    const facts = shownHeaders.flatMap((name) => {
      const value = answer.headers.get(name)
      return value === null ? [] : [`${name}: ${value}`]
    })
    place.replaceChildren(element('p', {}, status, ` in ${tookMs} ms`, ...facts.map((fact) => ` · ${fact}`)), ...body)
  } catch {
    place.replaceChildren(
      element(
        'p',
        {},
        element('strong', { class: 'refused' }, 'No answer'),
        ': the server could not be reached. Try again.',
      ),
    )
  }
}
