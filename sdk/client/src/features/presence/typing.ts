/** Owns who is writing right now, and that I am. Rule PR13 is in the contract. */
import type { User } from '@syncforge/protocol/schemas'
import type { Store } from '../../store.ts'
import type { PartContext } from '../parts/context.ts'

/** Somebody who writes. `where` is what they gave to {@link Typing.start}. */
export interface Typist {
  readonly user: User
  readonly connectionId: string
  readonly where: string
}

/**
 * Who is writing right now, besides me. It ends by itself five seconds after the last word of it.
 *
 * @example
 * field.oninput = () => room.typing.start('title')
 * field.onblur = () => room.typing.stop()
 * room.typing.subscribe((typists) => (hint.textContent = typists.map(({ user }) => user.userInfo.name).join(', ')))
 */
export interface Typing extends Store<readonly Typist[]> {
  /**
   * I am writing, in a field or a thread of the app's own name (at most 256 characters) or nowhere in particular: call it at every stroke, the
   * others are told every two seconds. Needs `comment`.
   *
   * @throws SyncForgeError FORBIDDEN, VALIDATION_ERROR
   */
  start(where?: string): Promise<void>
  /** I have stopped before it ended by itself. */
  stop(): Promise<void>
}

const everyMs = 2_000
const endsMs = 5_000

export const createTyping = ({ link, createStore, connections }: PartContext): Typing => {
  const typists = createStore<readonly Typist[]>([])
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let said: { readonly where: string; readonly at: number } | null = null

  const end = (id: string) => {
    clearTimeout(timers.get(id))
    if (timers.delete(id)) typists.set(typists.get().filter(({ connectionId }) => connectionId !== id))
  }
  const endAll = () => {
    for (const id of [...timers.keys()]) end(id)
  }
  link.attach({
    events: {
      'presence.typed'({ connectionId, where, on }) {
        const entry = [...connections.entries()].find((each) => each.connectionId === connectionId)
        if (!on || !entry) return end(connectionId)
        clearTimeout(timers.get(connectionId))
        timers.set(
          connectionId,
          setTimeout(() => end(connectionId), endsMs),
        )
        const known = typists.get()
        const typist = { user: entry.user, connectionId, where }
        if (!known.some((each) => each.connectionId === connectionId)) typists.set([...known, typist])
        else if (known.some((each) => each.connectionId === connectionId && each.where !== where))
          typists.set(known.map((each) => (each.connectionId === connectionId ? typist : each)))
      },
      'presence.left': ({ connectionId }) => end(connectionId),
    },
    welcomed({ snapshots }) {
      said = null
      const here = new Set(snapshots.presence.map(({ connectionId }) => connectionId))
      for (const id of [...timers.keys()]) if (!here.has(id)) end(id)
    },
    ended: endAll,
  })
  return {
    get: typists.get,
    subscribe: typists.subscribe,
    async start(where = '') {
      const isFresh = said?.where === where && Math.abs(Date.now() - said.at) < everyMs
      // What is written while away is no news on return.
      if (isFresh || !link.isConnected()) return
      said = { where, at: Date.now() }
      await link.ask('presence.typing', { where })
    },
    async stop() {
      const { where } = said ?? {}
      said = null
      if (where !== undefined && link.isConnected()) await link.ask('presence.typing', { where, on: false })
    },
  }
}
