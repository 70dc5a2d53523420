/** Owns the way to the room's schedules: the code for it comes with the first use. */
import { subscribeOnDemand, withCallsOnDemand } from '../../on-demand.ts'
import type { Unsubscribe } from '../../store.ts'
import type { OpenFeature } from '../feature.ts'
import type { PartsContext } from '../parts/load.ts'
import type { Schedule, ScheduleCalls } from './schedules.ts'

export interface WithSchedules extends ScheduleCalls {
  /**
   * Calls back whenever a schedule fires while this client is connected. Returns the way to stop.
   *
   * @example room.onSchedule(({ name, payload }) => console.log(name, payload))
   */
  onSchedule(listener: (schedule: Schedule) => void): Unsubscribe
}

export const openSchedules = ({ link, part }: PartsContext): OpenFeature<WithSchedules> => {
  const use = part('schedules')
  const { schedule, unschedule, schedules } = withCallsOnDemand(use)
  return {
    room: {
      schedule,
      unschedule,
      schedules,
      onSchedule: (listener) => subscribeOnDemand(use, link.report, (each) => each.onSchedule(listener)),
    },
  }
}
