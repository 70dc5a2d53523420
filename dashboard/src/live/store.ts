/** What the server pushes over one socket, as a store that is open while somebody listens and comes back by itself. */

/** `ended`: the server says that there is nothing more to hear here. */
export type LiveStatus = 'connecting' | 'live' | 'away' | 'ended'

export interface LiveStore<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

interface LiveSource<T extends { readonly status: LiveStatus }> {
  readonly nothing: T
  /** Where to ask, with what is known already. */
  address(known: T): string
  /** What is known after a message. */
  apply(known: T, message: unknown): T
}

const FIRST_DELAY_MS = 500
const MAX_DELAY_MS = 15_000
/** A page that gives way to another one does not close what that one will open again. */
const LINGER_MS = 2_000

/** Asked to come back and be asked again whether this may still be watched: nothing is amiss. */
const isRenewal = (code: number): boolean => code === 4501

/** Refused for good: no right, not signed in. Everything else is tried again. */
const isFinal = (code: number): boolean => code >= 4400 && code < 4500

export const liveAddress = (path: string, organizationId: string): URL => {
  const url = new URL(path, location.href)
  url.protocol = url.protocol.replace('http', 'ws')
  url.searchParams.set('organization', organizationId)
  return url
}

export const createLiveStore = <T extends { readonly status: LiveStatus }>({
  nothing,
  address,
  apply,
}: LiveSource<T>): LiveStore<T> => {
  const listeners = new Set<() => void>()
  let known = nothing
  let socket: WebSocket | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const set = (next: T) => {
    known = next
    for (const listener of listeners) listener()
  }
  const open = () => {
    clearTimeout(timer)
    const opened = new WebSocket(address(known))
    socket = opened
    opened.onmessage = ({ data }) => {
      failures = 0
      set(apply(known, JSON.parse(String(data))))
    }
    opened.onclose = ({ code }) => {
      // A late word of one that was replaced.
      if (socket !== opened) return
      socket = null
      if (isRenewal(code)) {
        open()
        return
      }
      set({ ...known, status: isFinal(code) ? 'ended' : 'away' })
      if (isFinal(code)) return
      failures += 1
      const delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures)
      timer = setTimeout(open, delay * (0.5 + Math.random() / 2))
    }
  }
  const close = () => {
    clearTimeout(timer)
    const closing = socket
    socket = null
    closing?.close(1000)
    known = nothing
  }
  const onOnline = () => {
    if (socket === null && known.status === 'away') open()
  }
  return {
    get: () => known,
    subscribe(listener) {
      clearTimeout(timer)
      listeners.add(listener)
      if (listeners.size === 1) {
        window.addEventListener('online', onOnline)
        if (socket === null) open()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        window.removeEventListener('online', onOnline)
        timer = setTimeout(close, LINGER_MS)
      }
    },
  }
}
