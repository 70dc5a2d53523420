/** Owns the way to the room's activity: the code for it comes with the first use. */
import { feedOnDemand, listenerOnDemand } from '../../on-demand.ts'
import { createStore } from '../../store.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import { parts } from '../parts/load.ts'
import type { ActivityFeed } from './activity.ts'

export interface WithActivity {
  /** @example room.activity.subscribe((entries) => feed.show(entries)) */
  readonly activity: ActivityFeed
}

export const openActivity = ({ link }: FeatureContext): OpenFeature<WithActivity> => {
  const use = listenerOnDemand(link, async () => (await parts()).activity(link, createStore))
  return { room: { activity: feedOnDemand<ActivityFeed>(link, use) } }
}
