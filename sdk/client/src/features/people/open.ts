/** Owns the way to decisions about people: the code for it comes with the first. */
import { onDemand, withCallsOnDemand } from '../../on-demand.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import { parts } from '../parts/load.ts'
import type { People } from './people.ts'

export interface WithPeople {
  /** @example await room.people.kick('user_1') */
  readonly people: People
}

export const openPeople = ({ link }: FeatureContext): OpenFeature<WithPeople> => {
  const use = onDemand(async () => (await parts()).people(link))
  return { room: { people: withCallsOnDemand<People>(use, {}) } }
}
