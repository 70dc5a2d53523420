'use client'
/** What is to do in a room, and what has happened there. */
import type {
  ActivityEntry,
  ActivityFeed,
  Checklist,
  Checklists,
  ChecklistsView,
  Room,
  Unsubscribe,
} from '@syncforge/client'
import type { AnyRoom } from './base/any-room.ts'
import { type Kept, keptOf } from './base/kept.ts'
import { type IsEqual, itself, useGiven } from './base/store.ts'

const noLists: ChecklistsView = { lists: [], done: 0, total: 0, share: 0 }

export interface ChecklistGiven {
  /** `null` for none of that name. */
  readonly checklist: Checklist | null
  readonly checklists: Checklists | null
}

/** One list of the room, and the calls, or what `select` picks of that. @example const { checklist, checklists } = useChecklist(room, 'launch') */
export const useChecklist = <S = ChecklistGiven>(
  room: AnyRoom,
  list: string,
  select?: (given: ChecklistGiven) => S,
  isEqual?: IsEqual<S>,
): S => {
  const checklists: Checklists | null = room?.checklists ?? null
  const find = ({ lists }: ChecklistsView) => lists.find(({ name }) => name === list) ?? null
  const give = (checklist: Checklist | null) => ({ checklist, checklists })
  return useGiven<ChecklistsView, Checklist | null, ChecklistGiven, S>(checklists, noLists, find, give, {
    select,
    isEqual,
  })
}

export interface ChecklistsGiven extends ChecklistsView {
  readonly checklists: Checklists | null
}

/** All lists of the room with what is done of them, or what `select` picks of that. @example const share = useChecklists(room, (all) => all.share) */
export const useChecklists = <S = ChecklistsGiven>(
  room: AnyRoom,
  select?: (given: ChecklistsGiven) => S,
  isEqual?: IsEqual<S>,
): S => {
  const checklists: Checklists | null = room?.checklists ?? null
  const give = (view: ChecklistsView) => ({ ...view, checklists })
  return useGiven<ChecklistsView, ChecklistsView, ChecklistsGiven, S>(checklists, noLists, itself, give, {
    select,
    isEqual,
  })
}

type Entries = readonly ActivityEntry[]

const nothingHappened: Entries = []

/** Told once the newest entries are there, or what kept them away has been reported. */
const followActivity = (room: Room, tell: (entries: Entries) => void): Unsubscribe => {
  let entries = nothingHappened
  let isReady = false
  const stop = room.activity.subscribe((next) => {
    entries = next
    if (isReady) tell(entries)
  })
  const ready = () => {
    isReady = true
    tell(entries)
  }
  room.activity.ready().then(ready, ready)
  return stop
}

export const activityOf = (room: AnyRoom): Kept<Entries> | null =>
  keptOf(room, 'activity', nothingHappened, followActivity)

export interface ActivityGiven {
  readonly entries: Entries
  readonly activity: ActivityFeed | null
}

/** The newest of what happened, newest first, or what `select` picks of that. @example const { entries, activity } = useActivity(room) */
export const useActivity = <S = ActivityGiven>(
  room: AnyRoom,
  select?: (given: ActivityGiven) => S,
  isEqual?: IsEqual<S>,
): S => {
  const give = (entries: Entries) => ({ entries, activity: room?.activity ?? null })
  return useGiven<Entries, Entries, ActivityGiven, S>(activityOf(room), nothingHappened, itself, give, {
    select,
    isEqual,
  })
}
