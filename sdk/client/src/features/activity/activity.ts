/** Owns the newest of what happened in the room, while somebody looks; loaded with the first use. Rules AY1–AY5 are in the contract. */
import type { ActivityEntry, ActivityKind } from '@syncforge/protocol/activity'
import type { Link, Listener } from '../../connection/link.ts'
import type { SyncForgeError } from '../../errors.ts'
import type { CreateStore, Unsubscribe } from '../../store.ts'
import type { Loaded } from '../parts/loaded.ts'

export type { ActivityEntry, ActivityKind }

/** What happened in the room, newest first: `{ sequence, kind, at, until, body }`, times in milliseconds since 1970. */
export interface ActivityFeed {
  /**
   * A page of the feed. The next one is what comes `before` the `sequence` of the last.
   *
   * @param options `limit`: at most so many entries, 1 to 200, 50 unless told otherwise; `kinds`: only of these
   * @throws SyncForgeError VALIDATION_ERROR, NETWORK_ERROR, TIMEOUT, LOAD_FAILED, CLOSED
   * @example const older = await room.activity.list({ before: entries.at(-1)?.sequence })
   */
  list(options?: {
    readonly before?: number | undefined
    readonly limit?: number
    readonly kinds?: readonly ActivityKind[]
  }): Promise<readonly ActivityEntry[]>
  /** Resolves when whoever subscribes knows the newest entries. Rejects with the SyncForgeError of what kept them away for good. */
  ready(): Promise<void>
  /**
   * Calls back at once and whenever something happens, with the newest 50 entries and all that came since. Returns the way to stop.
   *
   * @example const stop = room.activity.subscribe(([newest]) => console.log(newest?.kind))
   */
  subscribe(listener: (entries: readonly ActivityEntry[]) => void): Unsubscribe
}

/** So many are held at most: what is older is on pages. */
const heldMax = 500
const pageMax = 50

export const createActivity = (
  link: Pick<Link, 'ask' | 'report'>,
  createStore: CreateStore,
  loaded: Loaded,
): ActivityFeed & { readonly listener: Listener } => {
  const entries = createStore<readonly ActivityEntry[]>([])
  let subscriptions = 0

  const list: ActivityFeed['list'] = async ({ kinds, ...options } = {}) =>
    (await link.ask('activity.list', { ...options, ...(kinds && { kinds: [...kinds] }) })).entries

  const fail = (error: SyncForgeError) => {
    // After a lost connection the next welcome asks again.
    if (error.code !== 'NETWORK_ERROR') loaded.failed(error)
    if (error.code !== 'NETWORK_ERROR' && error.code !== 'CLOSED') link.report(error)
  }
  /** What was heard while the page was on its way is newer than it. */
  const merge = (page: readonly ActivityEntry[]) => {
    const known = new Map(page.map((entry) => [entry.sequence, entry]))
    const newest = page[0]?.sequence ?? 0
    for (const entry of entries.get()) {
      const isNewer = entry.until > (known.get(entry.sequence)?.until ?? entry.until)
      if (isNewer || entry.sequence > newest) known.set(entry.sequence, entry)
    }
    entries.set([...known.values()].sort((a, b) => b.sequence - a.sequence))
    loaded.done()
  }
  const follow = () => {
    // In this order: what happens after the page was read is heard.
    link.ask('activity.follow', { on: true }).catch(fail)
    loadAgain(entries.get().length).catch(fail)
  }
  /** As many as there were: what is left out would be missing between them. */
  const loadAgain = async (count: number) => {
    const found = [...(await list())]
    for (let more = found.length; found.length < count && more > 0; ) {
      const page = await list({ before: found.at(-1)?.sequence, limit: Math.min(pageMax, count - found.length) })
      more = page.length
      found.push(...page)
    }
    merge(found)
  }

  return {
    list,
    ready: loaded.ready,
    subscribe(listener) {
      if (subscriptions++ === 0) follow()
      const stop = entries.subscribe(listener)
      let isOver = false
      return () => {
        stop()
        if (!isOver && --subscriptions === 0) link.ask('activity.follow', { on: false }).catch(fail)
        isOver = true
      }
    },
    listener: {
      events: {
        'activity.changed'(entry) {
          const older = entries.get().filter(({ sequence }) => sequence < entry.sequence)
          entries.set([entry, ...older].slice(0, heldMax))
        },
      },
      welcomed() {
        if (subscriptions > 0) follow()
      },
    },
  }
}
