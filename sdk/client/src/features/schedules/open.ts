/** Owns the way to the room's schedules: the code for it comes with the first use. */
import { callsOnDemand, listenerOnDemand, subscribeOnDemand } from '../../on-demand.ts'
import type { Unsubscribe } from '../../store.ts'
import { tools } from '../../tools.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import { parts } from '../parts/load.ts'
import type { Schedule, ScheduleCalls } from './schedules.ts'

export interface WithSchedules extends ScheduleCalls {
  /**
   * Calls back whenever a schedule fires while this client is connected. Returns the way to stop.
   *
   * @example room.onSchedule(({ name, payload }) => console.log(name, payload))
   */
  onSchedule(listener: (schedule: Schedule) => void): Unsubscribe
}

export const openSchedules = ({ link }: FeatureContext): OpenFeature<WithSchedules> => {
  const use = listenerOnDemand(link, async () => (await parts()).schedules(link, tools))
  return {
    room: {
      ...callsOnDemand(use, 'schedule', 'unschedule', 'schedules'),
      onSchedule: (listener) => subscribeOnDemand(use, link.report, (part) => part.onSchedule(listener)),
    },
  }
}
