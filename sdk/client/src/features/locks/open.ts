/** Owns the way to the room's locks: the code for them comes with the first use. */
import { apiOnDemand } from '../../on-demand.ts'
import { createStore } from '../../store.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import type { Locks } from './locks.ts'

export interface WithLocks {
  /** @example const lease = await room.locks.acquire('budget', { wait: true }) */
  readonly locks: Locks
}

export const openLocks = ({ link }: FeatureContext): OpenFeature<WithLocks> => ({
  room: {
    locks: apiOnDemand(
      link,
      async () => (await import('./locks.ts')).createLocks(link, createStore),
      [],
      'acquire',
      'renew',
      'release',
      'steal',
    ),
  },
})
