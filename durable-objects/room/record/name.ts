/** The room's own name: whose it is, what it is called and since when. It learns it from the first who calls it by it. */

import type { KeyValues } from '../../actor/key-values.ts'
import type { RoomName } from '../admission.ts'

export interface NameStore {
  /** `null`: nobody has called it by its name yet, its storage is empty. Always read from the row: an erased room has none. */
  get(): RoomName | null
  learn(name: RoomName): void
}

const key = 'name'

export const createNameStore = (values: KeyValues): NameStore => {
  const get = () => values.get<RoomName>(key)
  return {
    get,
    learn: ({ organizationId, roomId, createdAt }) => values.put(key, { organizationId, roomId, ...get(), createdAt }),
  }
}
