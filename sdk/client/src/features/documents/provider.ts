/** Owns a document of the room in the shape that bindings made for y-websocket look for. Comes with the code of the awareness that is in it. */
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Link } from '../../connection/link.ts'

interface ProviderEvents {
  /** `connecting` is also a connection that was lost and will be back. */
  status(event: { readonly status: 'connecting' | 'connected' | 'disconnected' }): void
  sync(isSynced: boolean): void
}

/** Each of them waits for the code, in the order in which they are made. */
export interface ProviderCalls {
  /**
   * `status`: the connection; `sync`: whether everything that the room has is here. Calls back soon with what is so now, then after every
   * change. Under any other name nothing is ever told.
   *
   * @example provider.on('sync', (isSynced) => (sign.hidden = isSynced))
   */
  on<N extends keyof ProviderEvents>(name: N, listener: ProviderEvents[N]): void
  on(name: 'update' | 'reload', listener: (...about: never[]) => void): void
  off<N extends keyof ProviderEvents>(name: N, listener: ProviderEvents[N]): void
  off(name: 'update' | 'reload', listener: (...about: never[]) => void): void
  /** Shows my caret again after `disconnect`. The connection itself is the room's. */
  connect(): void
  /** Takes my caret away from the others. Edits go on travelling: those end with `room.leave()`. */
  disconnect(): void
  /** The same as `disconnect`. */
  destroy(): void
}

/** A document as bindings take it that want a provider: Lexical, Tiptap, BlockNote and others. */
export interface Provider extends ProviderCalls {
  readonly doc: Y.Doc
  /** Mine starts with `user: { name, color }`. */
  readonly awareness: Awareness
  /** Whether everything that the room has is here. */
  readonly synced: boolean
}

type Told = (about: unknown) => void

export const createProvider = (
  awareness: Awareness,
  { attach, isConnected }: Pick<Link, 'attach' | 'isConnected'>,
): ProviderCalls => {
  const { doc } = awareness
  const listeners = { status: new Set<Told>(), sync: new Set<Told>() }
  type Name = keyof typeof listeners
  let isOver = false
  /** My state while it is hidden. */
  let hidden: ReturnType<Awareness['getLocalState']> = null

  const statusNow = () => (isOver || hidden ? 'disconnected' : isConnected() ? 'connected' : 'connecting')
  const tell = (name: Name, told: Iterable<Told> = listeners[name]) => {
    const about = name === 'sync' ? doc.isSynced : { status: statusNow() }
    // Later and each by itself: what one of them throws harms neither the room nor the others.
    for (const listener of told) queueMicrotask(() => listeners[name].has(listener) && listener(about))
  }
  const disconnect = () => {
    hidden ??= awareness.getLocalState()
    awareness.setLocalState(null)
    tell('status')
  }

  doc.on('sync', () => tell('sync'))
  attach({
    welcomed: () => tell('status'),
    lost: () => tell('status'),
    ended() {
      isOver = true
      tell('status')
    },
  })
  return {
    on(name: string, listener: unknown) {
      if (!Object.hasOwn(listeners, name)) return
      listeners[name as Name].add(listener as Told)
      tell(name as Name, [listener as Told])
    },
    off(name: string, listener: unknown) {
      if (Object.hasOwn(listeners, name)) listeners[name as Name].delete(listener as Told)
    },
    connect() {
      if (hidden && !isOver && awareness.getLocalState() === null) awareness.setLocalState(hidden)
      hidden = null
      tell('status')
    },
    disconnect,
    destroy: disconnect,
  }
}
