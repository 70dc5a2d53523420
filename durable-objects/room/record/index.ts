/** The room's own rows: its name and life, where it comes from, how it is set up, on which plan, what was decided about people in it, who has been here. */
import type { KeyValues } from '../../actor/key-values.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { createUse, type Use } from './first-use.ts'
import { createGenerationStore, type GenerationStore } from './generation.ts'
import { createLineage, type Lineage } from './lineage.ts'
import { createNameStore, type NameStore } from './name.ts'
import { createPlanStore, type PlanStore } from './plan.ts'
import { createRights, type Rights } from './rights.ts'
import { createSettingsStore, type SettingsStore } from './settings.ts'
import { createSharing, type SharingStore } from './sharing.ts'
import { createVisitors, type Visitors } from './visitors.ts'

export interface RoomRecord {
  readonly names: NameStore
  readonly generation: GenerationStore
  readonly lineage: Lineage
  readonly rights: Rights
  readonly sharing: SharingStore
  readonly settings: SettingsStore
  readonly plans: PlanStore
  readonly use: Use
  readonly visitors: Visitors
}

/** @param changed what has a copy elsewhere is another than before */
export const createRecord = (storage: ActorStorage, values: KeyValues, changed: () => void): RoomRecord => {
  const { sql } = storage
  const generation = createGenerationStore(values, storage)
  const settings = createSettingsStore(values, storage)
  return {
    names: createNameStore(values),
    generation,
    lineage: createLineage(sql, generation.get, changed),
    rights: createRights(sql, settings.get, changed),
    sharing: createSharing(sql, changed),
    settings,
    plans: createPlanStore(values, storage),
    use: createUse(values, storage),
    visitors: createVisitors(values),
  }
}
