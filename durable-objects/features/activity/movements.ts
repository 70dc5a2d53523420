/** Who came and went, as entries of the feed. Owns how they are folded (rule AY2), and with what a feed begins (rule AY3). */
import type { ActivityEntry } from '@syncforge/protocol/activity'
import { isSamePerson, personKey } from '@syncforge/protocol/person'
import type { RoomContext } from '../../room/feature.ts'
import type { ActivityStore } from './store.ts'

type Moved = Extract<ActivityEntry, { kind: 'people.moved' }>['body']
type Named = Moved['joined'][number]

const foldedForMs = 15 * 60_000
const foldedPeople = 50

const without = (people: readonly Named[], person: Named) => people.filter((one) => !isSamePerson(one, person))

const moved = ({ joined, left }: Moved, how: keyof Moved, person: Named): Moved => {
  const others = { joined: without(joined, person), left: without(left, person) }
  return { ...others, [how]: [...others[how], person] }
}

interface Movements {
  /** Writes what somebody did; the entry that tells of it, new or changed. */
  move(how: keyof Moved, person: Named, at: number): ActivityEntry
  /** Writes who is here and who has left lately where nothing is written yet; the new entries, in order. */
  begin(): readonly ActivityEntry[]
}

export const createMovements = (
  store: ActivityStore,
  { connections, people, attempt }: Pick<RoomContext, 'connections' | 'people' | 'attempt'>,
): Movements => {
  const move: Movements['move'] = (how, person, at) => {
    const newest = store.newest()
    if (
      newest?.kind === 'people.moved' &&
      Math.abs(at - newest.at) < foldedForMs &&
      newest.body.joined.length + newest.body.left.length < foldedPeople
    ) {
      const entry = { ...newest, until: Math.max(at, newest.until), body: moved(newest.body, how, person) }
      store.change(entry)
      return entry
    }
    return store.add({ kind: 'people.moved', by: null, body: moved({ joined: [], left: [] }, how, person) }, at)
  }

  const known = () => {
    const here = new Map<string, { readonly person: Named; readonly at: number }>()
    for (const { user, joinedAt, isAgent } of connections()) {
      const first = here.get(personKey(user))
      if (isAgent || (first !== undefined && first.at <= joinedAt)) continue
      const { userId, verified, userInfo } = user
      here.set(personKey(user), { person: { userId, verified, name: userInfo.name }, at: joinedAt })
    }
    const gone = people.departed().map(({ userId, verified, name, leftAt }) => {
      return { how: 'left', person: { userId, verified, name }, at: leftAt } as const
    })
    return [...[...here.values()].map((one) => ({ how: 'joined', ...one }) as const), ...gone].sort(
      (a, b) => a.at - b.at,
    )
  }

  return {
    move,
    begin() {
      if (store.hasEntries()) return []
      const entries = new Map<number, ActivityEntry>()
      // Who only wants to read is answered also where nothing more can be written.
      attempt('begin', () => {
        for (const { how, person, at } of known()) {
          const entry = move(how, person, at)
          entries.set(entry.sequence, entry)
        }
      })
      return store.hasEntries() ? [...entries.values()] : []
    },
  }
}
