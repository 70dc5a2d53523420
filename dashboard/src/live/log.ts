/** The live log, pushed by the server: the last lines first, then what happens; after a lost connection only what is missing. */
import { useSyncExternalStore } from 'react'
import type { LogLine, LogMessage } from '../../../workers/edge/routes/index.ts'
import { createLiveStore, type LiveStatus, type LiveStore, liveAddress } from './store.ts'

/** `gap`: lines may be missing here, because too many came while there was no connection. */
export type ShownLine = LogLine | (Omit<LogLine, 'kind'> & { readonly kind: 'gap' })

export interface LiveLog {
  readonly status: LiveStatus
  /** Oldest first. */
  readonly lines: readonly ShownLine[]
}

const linesMax = 1_000
const nothing: LiveLog = { status: 'connecting', lines: [] }

const lastOf = ({ lines }: LiveLog): number => lines.at(-1)?.sequence ?? 0

/** @example applyLog(nothing, { type: 'log', body: { lines, gap: false } }) */
export const applyLog = (before: LiveLog, { body: { lines, gap } }: LogMessage): LiveLog => {
  const last = lastOf(before)
  const fresh = lines.filter(({ sequence }) => sequence > last)
  const [first] = fresh
  const missing: readonly ShownLine[] =
    gap && first
      ? [{ sequence: last, at: first.at, kind: 'gap', roomId: null, who: null, what: null, requestId: null }]
      : []
  return { status: 'live', lines: [...before.lines, ...missing, ...fresh].slice(-linesMax) }
}

const stores = new Map<string, LiveStore<LiveLog>>()

const storeOf = (organizationId: string): LiveStore<LiveLog> => {
  const address = (known: LiveLog) => {
    const url = liveAddress('/api/v1/live/log', organizationId)
    url.searchParams.set('after', String(lastOf(known)))
    return url.href
  }
  const apply = (before: LiveLog, message: unknown) => applyLog(before, message as LogMessage)
  const store = stores.get(organizationId) ?? createLiveStore({ nothing, address, apply })
  stores.set(organizationId, store)
  return store
}

export const useLiveLog = (organizationId: string): LiveLog => {
  const store = storeOf(organizationId)
  return useSyncExternalStore(store.subscribe, store.get)
}
