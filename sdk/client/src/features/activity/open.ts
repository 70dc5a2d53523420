/** Owns the way to the room's activity: the code for it comes with the first use. */
import { feedOnDemand } from '../../on-demand.ts'
import type { OpenFeature } from '../feature.ts'
import type { PartsContext } from '../parts/load.ts'
import type { ActivityFeed } from './activity.ts'

export interface WithActivity {
  /** @example room.activity.subscribe((entries) => feed.show(entries)) */
  readonly activity: ActivityFeed
}

export const openActivity = ({ link, part }: PartsContext): OpenFeature<WithActivity> => ({
  room: { activity: feedOnDemand<ActivityFeed>(link, part('activity')) },
})
