// Owns which of the page's three faces shows: loading, the document, or what went wrong with a way to try again.

export interface Problem {
  readonly code: string
  readonly message: string
  /** Finds the request in the server's log. */
  readonly requestId: string | null
}

/** A wait longer than this gets a word of explanation. */
const SLOW_AFTER_MS = 5000

const HEADLINES: Record<string, string> = {
  VALIDATION_ERROR: 'This link doesn’t name a document',
  ROOM_NOT_FOUND: 'This document doesn’t exist',
  UNAUTHORIZED: 'This link doesn’t let you in',
  FORBIDDEN: 'This document isn’t open to you',
  ROOM_FULL: 'Everyone who fits is already here',
  ROOM_DELETED: 'This document was deleted',
  RATE_LIMITED: 'It’s crowded right now',
  NETWORK_ERROR: 'The server can’t be reached',
  TIMEOUT: 'The server didn’t answer in time',
}

interface Places {
  readonly main: HTMLElement
  readonly skeleton: HTMLElement
  readonly slow: HTMLElement
  readonly document: HTMLElement
  readonly problem: HTMLElement
}

/** Starts on the loading face; `onRetry` runs when the person asks for another try. */
export const createScreen = ({ main, skeleton, slow, document: face, problem }: Places, onRetry: () => void) => {
  let patience: ReturnType<typeof setTimeout> | undefined
  const show = (visible: HTMLElement) => {
    clearTimeout(patience)
    for (const one of [skeleton, face, problem]) one.hidden = one !== visible
    slow.hidden = true
    main.setAttribute('aria-busy', String(visible === skeleton))
  }
  const part = (name: string) => problem.querySelector<HTMLElement>(`[data-part="${name}"]`)
  part('retry')?.addEventListener('click', onRetry)

  return {
    loading() {
      show(skeleton)
      patience = setTimeout(() => {
        slow.hidden = false
      }, SLOW_AFTER_MS)
    },
    ready() {
      show(face)
    },
    failed({ code, message, requestId }: Problem) {
      show(problem)
      const headline = part('headline')
      if (headline) headline.textContent = HEADLINES[code] ?? 'The document could not be opened'
      const words = part('message')
      if (words) words.textContent = message
      const sign = part('code')
      if (sign) sign.textContent = requestId ? `${code} · ${requestId}` : code
      part('retry')?.focus()
    },
  }
}
