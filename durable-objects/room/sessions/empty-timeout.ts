/**
 * The time after the last leave: when nobody has come back for the room's `emptyAfterMs`, the room is cleaned up. A room in memory into which nobody has
 * come yet ends as well; what a call changes there keeps it for as long again, what is only read does not (rule EPH-4).
 */
import { limits } from '@syncforge/protocol/limits'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { RoomSettings } from '../admission.ts'

export interface EmptyTimeout {
  readonly wakeKey: string
  /** Nobody is here from now on. */
  begin(): void
  /** A call was made, by nobody who is in the room. */
  called(isChange: boolean): void
  /** Somebody came. */
  end(): void
  /** A socket is in its handshake: checks again when it has said hello or was refused. */
  postpone(): void
  /** The setting was changed from `previousMs`: the time that runs is measured by the new one. */
  retime(previousMs: number): void
}

interface EmptyTimeoutParts {
  readonly wakeups: Wakeups
  settings(): RoomSettings
  isAnybodyHere(): boolean
  clock(): number
}

const wakeKey = 'room.empty'

export const createEmptyTimeout = ({ wakeups, settings, isAnybodyHere, clock }: EmptyTimeoutParts): EmptyTimeout => {
  const begin = () => wakeups.wakeAt(wakeKey, clock() + settings().emptyAfterMs)
  return {
    wakeKey,
    begin,
    called(isChange) {
      if (settings().persistence !== 'memory' || isAnybodyHere()) return
      if (isChange || wakeups.wakesAt(wakeKey) === null) begin()
    },
    end: () => wakeups.wakeAt(wakeKey, null),
    postpone: () => wakeups.wakeAt(wakeKey, clock() + limits.helloTimeoutMs),
    retime(previousMs) {
      const at = wakeups.wakesAt(wakeKey)
      if (at !== null) wakeups.wakeAt(wakeKey, at - previousMs + settings().emptyAfterMs)
    },
  }
}
