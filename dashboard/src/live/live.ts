/** Who is in which room, pushed by the server over one socket for each thing that is watched; shared by everything on the page that shows it. */

import { useCallback, useSyncExternalStore } from 'react'
import type { LiveMessage, LiveRoom, LiveTotals } from '../../../workers/edge/routes/index.ts'

export interface Live {
  /** `ended`: the server says that there is nothing more to hear here. */
  readonly status: 'connecting' | 'live' | 'away' | 'ended'
  /** Rooms with people in them, by id. */
  readonly rooms: ReadonlyMap<string, LiveRoom>
  readonly totals: LiveTotals
}

interface LiveStore {
  get(): Live
  subscribe(listener: () => void): () => void
}

const FIRST_DELAY_MS = 500
const MAX_DELAY_MS = 15_000
/** A page that gives way to another one does not close what that one will open again. */
const LINGER_MS = 2_000

const nothing: Live = { status: 'connecting', rooms: new Map(), totals: { rooms: 0, people: 0 } }

/** What is known after a message. @example apply(nothing, { type: 'snapshot', body }) */
export const applyLive = (before: Live, { type, body }: LiveMessage): Live => {
  const rooms = new Map(type === 'snapshot' ? [] : before.rooms)
  for (const room of body.rooms) {
    if (room.total === 0) rooms.delete(room.id)
    else rooms.set(room.id, room)
  }
  return { status: 'live', rooms, totals: body.totals }
}

/** Asked to come back and be asked again whether this may still be watched: nothing is amiss. */
const isRenewal = (code: number): boolean => code === 4501

/** Refused for good: no right, not signed in. Everything else is tried again. */
const isFinal = (code: number): boolean => code >= 4400 && code < 4500

const createLiveStore = (address: string): LiveStore => {
  const listeners = new Set<() => void>()
  let live = nothing
  let socket: WebSocket | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const set = (next: Live) => {
    live = next
    for (const listener of listeners) listener()
  }
  const open = () => {
    clearTimeout(timer)
    const opened = new WebSocket(address)
    socket = opened
    opened.onmessage = ({ data }) => {
      failures = 0
      set(applyLive(live, JSON.parse(String(data)) as LiveMessage))
    }
    opened.onclose = ({ code }) => {
      // A late word of one that was replaced.
      if (socket !== opened) return
      socket = null
      if (isRenewal(code)) {
        open()
        return
      }
      set({ ...live, status: isFinal(code) ? 'ended' : 'away' })
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
    live = nothing
  }
  const onOnline = () => {
    if (socket === null && live.status === 'away') open()
  }
  return {
    get: () => live,
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

const stores = new Map<string, LiveStore>()

const storeOf = (organizationId: string, roomId: string | null): LiveStore => {
  const url = new URL('/api/v1/live', location.href)
  url.protocol = url.protocol.replace('http', 'ws')
  url.searchParams.set('organization', organizationId)
  if (roomId !== null) url.searchParams.set('room', roomId)
  const store = stores.get(url.href) ?? createLiveStore(url.href)
  stores.set(url.href, store)
  return store
}

/** All of an organization's rooms with people in them, or everything of one room. */
export const useLive = (organizationId: string, roomId: string | null = null): Live => {
  const store = storeOf(organizationId, roomId)
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store])
  return useSyncExternalStore(subscribe, store.get)
}
