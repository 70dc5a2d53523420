/** Owns what the room is called and is for, on this side. Rules RI1 and RI2 are in the contract. */
import type { RoomInfo } from '@syncforge/protocol/room-info'
import { createStore, readOnly, type Store } from '../store.ts'
import type { OpenFeature } from './feature.ts'

export interface WithInfo {
  /**
   * The room as its organization has set it: `{ name, type, metadata, maxParticipants }`, as soon as it changes.
   *
   * @example room.info.subscribe(({ name }) => (title.textContent = name))
   */
  readonly info: Store<RoomInfo>
}

export const openInfo = (): OpenFeature<WithInfo> => {
  const info = createStore<RoomInfo>({ name: null, type: 'collaboration', metadata: {}, maxParticipants: 100 })
  return {
    room: { info: readOnly(info) },
    listener: { welcomed: ({ snapshots }) => info.set(snapshots.info), events: { 'info.changed': info.set } },
  }
}
