/** Client ids whose states have ended lately: stock clients echo what they hear, and an echo must not bring back somebody who has left. */

const departedMs = 60_000
/** Of all documents together; past it the eldest are forgotten early. */
const departedMax = 20_000

export interface DepartedIds {
  add(document: number, clientId: number, clock: number): void
  /** The clock at which the id ended; `null` when it has not, or long ago. */
  clockOf(document: number, clientId: number): number | null
  remove(document: number, clientId: number): void
}

/** @example const departed = createDepartedIds(Date.now) */
export const createDepartedIds = (now: () => number): DepartedIds => {
  // In the order in which they ended.
  const ids = new Map<string, { readonly clock: number; readonly until: number }>()
  const keyOf = (document: number, clientId: number) => `${document}/${clientId}`
  const prune = () => {
    const at = now()
    for (const [key, { until }] of ids) {
      if (until > at && until <= at + departedMs && ids.size <= departedMax) return
      ids.delete(key)
    }
  }
  return {
    add(document, clientId, clock) {
      const key = keyOf(document, clientId)
      ids.delete(key)
      ids.set(key, { clock, until: now() + departedMs })
      prune()
    },
    clockOf(document, clientId) {
      const gone = ids.get(keyOf(document, clientId))
      return gone === undefined || gone.until <= now() ? null : gone.clock
    },
    remove: (document, clientId) => void ids.delete(keyOf(document, clientId)),
  }
}
