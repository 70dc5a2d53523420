/** Owns the keys `visitor/<userId>`: who has been here by a proven id and has left. Whoever is here needs none. Rule SU1. */
import { limits } from '@syncforge/protocol/limits'
import type { User } from '@syncforge/protocol/schemas'
import type { KeyValues } from '../../actor/key-values.ts'
import type { KnownPerson } from '../context.ts'

interface Visitor {
  readonly userId: string
  readonly name: string
  readonly leftAt: number
}

export interface Visitors {
  left(user: User, now: number): void
  called(userId: string): readonly KnownPerson[]
  /** Those who left last come first. */
  all(): readonly KnownPerson[]
}

export const visitorPrefix = 'visitor/'
const keyOf = (userId: string) => `${visitorPrefix}${userId}`
const nameMaxLength = 256
/** Somebody who leaves again is written anew only when so much time has passed: most leaves write nothing. */
const renewedAfterMs = 24 * 60 * 60_000
/** Whoever is too many goes together with others, so that not every leave looks at all. */
const droppedAtOnce = 100

export const createVisitors = (values: KeyValues): Visitors => {
  /** At most so many; `null`: not known in this wake. */
  let count: number | null = null
  const newestFirst = () => values.list<Visitor>(visitorPrefix).toSorted((one, other) => other.leftAt - one.leftAt)
  const toKnown = ({ userId, name }: Visitor): KnownPerson => ({ userId, verified: true, name })

  return {
    left({ userId, verified, userInfo }, now) {
      if (!verified) return
      const name = userInfo.name.slice(0, nameMaxLength)
      const known = values.get<Visitor>(keyOf(userId))
      if (known?.name === name && Math.abs(now - known.leftAt) < renewedAfterMs) return
      values.put(keyOf(userId), { userId, name, leftAt: now } satisfies Visitor)
      if (known !== null) return
      count = (count ?? values.list(visitorPrefix).length - 1) + 1
      if (count <= limits.visitorsMax) return
      const all = newestFirst()
      for (const one of all.slice(limits.visitorsMax - droppedAtOnce)) values.delete(keyOf(one.userId))
      count = Math.min(all.length, limits.visitorsMax - droppedAtOnce)
    },
    called(userId) {
      const known = values.get<Visitor>(keyOf(userId))
      return known === null ? [] : [toKnown(known)]
    },
    all: () => newestFirst().map(toKnown),
  }
}
