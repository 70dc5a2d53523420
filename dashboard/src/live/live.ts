/** Who is in which room, pushed by the server over one socket for each thing that is watched; shared by everything on the page that shows it. */

import type { LimitNotice } from '@syncforge/protocol/plans'
import { useSyncExternalStore } from 'react'
import type { LiveMessage, LiveMonth, LiveNews, LiveRoom, LiveTotals } from '../../../workers/edge/routes/index.ts'
import { createLiveStore, type LiveStatus, type LiveStore, liveAddress } from './store.ts'

export interface Live {
  readonly status: LiveStatus
  /** Rooms with people in them, by id. */
  readonly rooms: ReadonlyMap<string, LiveRoom>
  readonly totals: LiveTotals
  /** `null` until the server has said it. */
  readonly month: LiveMonth | null
  readonly news: LiveNews | null
  /** Limits of the plan that have come near. */
  readonly limits: readonly LimitNotice[]
}

const nothing: Live = {
  status: 'connecting',
  rooms: new Map(),
  totals: { rooms: 0, people: 0, connections: 0 },
  month: null,
  news: null,
  limits: [],
}

/** What is known after a message. @example apply(nothing, { type: 'snapshot', body }) */
export const applyLive = (before: Live, { type, body }: LiveMessage): Live => {
  const { rooms: told, ...numbers } = body
  const rooms = new Map(type === 'snapshot' ? [] : before.rooms)
  for (const room of told) {
    if (room.total === 0) rooms.delete(room.id)
    else rooms.set(room.id, room)
  }
  return { status: 'live', rooms, ...numbers }
}

const stores = new Map<string, LiveStore<Live>>()

const storeOf = (organizationId: string, roomId: string | null): LiveStore<Live> => {
  const url = liveAddress('/api/v1/live', organizationId)
  if (roomId !== null) url.searchParams.set('room', roomId)
  const { href } = url
  const apply = (before: Live, message: unknown) => applyLive(before, message as LiveMessage)
  const store = stores.get(href) ?? createLiveStore({ nothing, address: () => href, apply })
  stores.set(href, store)
  return store
}

/** All of an organization's rooms with people in them, or everything of one room. */
export const useLive = (organizationId: string, roomId: string | null = null): Live => {
  const store = storeOf(organizationId, roomId)
  return useSyncExternalStore(store.subscribe, store.get)
}
