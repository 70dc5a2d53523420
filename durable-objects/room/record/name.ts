/** The room's name: its organization, its id and when it was created, as the first caller told it. */

import type { KeyValues } from '../../actor/key-values.ts'
import type { RoomName } from '../admission.ts'

export interface NameStore {
  /** `null`: nobody has called it by its name yet, its storage is empty. Always read from the row: an erased room has none. */
  get(): RoomName | null
  learn(name: RoomName): void
}

const key = 'name'

/** Which room it is, as fields of a line of the log. */
export const idsOf = (name: RoomName | null | undefined): Readonly<Record<string, string>> =>
  name ? { organizationId: name.organizationId, roomId: name.roomId } : {}

export const createNameStore = (values: KeyValues): NameStore => {
  const get = () => values.get<RoomName>(key)
  return {
    get,
    learn: ({ organizationId, roomId, createdAt }) => values.put(key, { organizationId, roomId, ...get(), createdAt }),
  }
}
