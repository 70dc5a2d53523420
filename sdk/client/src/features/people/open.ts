/** Owns the way to decisions about people: the code for it comes with the first. */
import { callsOnDemand, onDemand } from '../../on-demand.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import type { People } from './people.ts'

export interface WithPeople {
  /** @example await room.people.kick('user_1') */
  readonly people: People
}

export const openPeople = ({ link }: FeatureContext): OpenFeature<WithPeople> => {
  const use = onDemand(async () => (await import('./people.ts')).createPeople(link))
  return { room: { people: callsOnDemand(use, 'kick', 'ban', 'unban', 'setAccess') } }
}
