/** What has changed and every tab is to hear: at once after quiet, else with what changes in the next moment. */
import type { Notification } from '@syncforge/protocol/inbox'

export interface Changes {
  /** These are new, or other than before. */
  changed(ids: readonly string[]): void
  removed(ids: readonly string[]): void
  /** More than can be named. */
  everything(): void
}

interface ChangesParts {
  /** Nobody listens: nothing is gathered. */
  isHeard(): boolean
  find(ids: readonly string[]): readonly Notification[]
  sayChanged(notifications: readonly Notification[], removed: readonly string[]): void
  sayEverything(): void
}

const gatherMs = 50
/** More in one moment is told as everything. */
const namedMax = 50

export const createChanges = (parts: ChangesParts): Changes => {
  const changed = new Set<string>()
  const removed = new Set<string>()
  let isEverything = false
  let isGathering = false

  const flush = () => {
    const isTooMuch = isEverything || changed.size + removed.size > namedMax
    if (isTooMuch) parts.sayEverything()
    else if (changed.size + removed.size > 0) {
      const notifications = parts.find([...changed])
      // One that is not shown, or not any more, is as good as gone.
      const hidden = [...changed].filter((id) => !notifications.some((found) => found.id === id))
      parts.sayChanged(notifications, [...removed, ...hidden])
    } else return false
    changed.clear()
    removed.clear()
    isEverything = false
    return true
  }
  const gather = () => {
    isGathering = true
    setTimeout(() => {
      isGathering = false
      if (flush()) gather()
    }, gatherMs)
  }
  const later = (note: () => void) => {
    if (!parts.isHeard()) return
    note()
    if (isGathering) return
    flush()
    gather()
  }

  return {
    changed: (ids) =>
      later(() => {
        for (const id of ids) changed.add(id)
      }),
    removed: (ids) =>
      later(() => {
        for (const id of ids) {
          changed.delete(id)
          removed.add(id)
        }
      }),
    everything: () =>
      later(() => {
        isEverything = true
      }),
  }
}
