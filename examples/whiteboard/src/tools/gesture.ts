/** Owns what every tool is: something that begins where a pointer goes down and goes along with it. */
import type { Point } from '../board/shape.ts'
import type { Desk } from './desk.ts'

export interface Keys {
  readonly shiftKey: boolean
  readonly altKey: boolean
}

export interface Gesture {
  /** At most once per frame of the screen, with every point since the last time: what it writes is one transaction. */
  frame(points: readonly Point[], keys: Keys): void
  end(): void
  /** As if it had not begun. */
  cancel(): void
}

export interface Start extends Keys {
  readonly desk: Desk
  /** On the board. */
  readonly point: Point
  /** How far beside something still holds it, in units of the board: a finger is broad. */
  readonly tolerance: number
  /** The handle of what is chosen that it went down on. */
  readonly handle: string | null
}

export type Begin = (start: Start) => Gesture | null
