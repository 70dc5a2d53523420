/**
 * Owns how the awareness of one document's editors goes together with the room: carets, selections, names. Only my own state ever
 * leaves, and nothing from the room overwrites it. Loaded when somebody asks for an awareness.
 *
 * The room ends a state with its connection, so the timers of y-protocols are turned off here: they would send a
 * renewal every 15 s and keep an idle room awake. Other Yjs clients do expire a state after 30 s; while one of them
 * renews its own, we renew ours with it.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import {
  type Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import type { Link } from '../../connection/link.ts'
import type { Pace } from '../../connection/pace.ts'
import { createProvider, type ProviderCalls } from './provider.ts'

/** A renewal of others comes at most 18 s after the one before; ours is then still younger than 30 s. */
const renewAfterMs = 10_000

interface Change {
  readonly added: number[]
  readonly updated: number[]
  readonly removed: number[]
}

/** Splits off the entry of one client. */
const without = (
  update: Uint8Array,
  clientId: number,
): { readonly others: Uint8Array; readonly ownClock: number | null } => {
  const decoder = decoding.createDecoder(update)
  const kept: [number, number, string][] = []
  let ownClock: number | null = null
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const entry = [
      decoding.readVarUint(decoder),
      decoding.readVarUint(decoder),
      decoding.readVarString(decoder),
    ] as const
    if (entry[0] === clientId) ownClock = entry[1]
    else kept.push([...entry])
  }
  if (ownClock === null) return { others: update, ownClock }
  const others = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, kept.length)
    for (const [client, clock, state] of kept) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
  })
  return { others, ownClock }
}

export interface AwarenessSync {
  readonly provider: ProviderCalls
  welcomed(): void
  received(update: Uint8Array): void
  leaving(): void
}

/** `publish` makes a pace at which what `encode` gives is sent, where that is possible and allowed. */
export const createAwarenessSync = (
  awareness: Awareness,
  publish: (encode: () => Uint8Array) => Pace,
  link: Link,
): AwarenessSync => {
  const { clientID } = awareness
  const remote = {}
  let isNews = false
  let sentAt = 0

  const pace = publish(() => {
    sentAt = performance.now()
    return encodeAwarenessUpdate(awareness, [clientID])
  })
  /** Same state, higher clock: whoever knew an older one, or that it ended, takes it. */
  const renew = () => {
    if (awareness.getLocalState() !== null) awareness.setLocalState(awareness.getLocalState())
  }
  awareness.on('change', () => {
    isNews = true
  })
  awareness.on('update', ({ added, updated, removed }: Change, origin: unknown) => {
    if (origin !== remote && [added, updated, removed].some((ids) => ids.includes(clientID))) pace.request()
  })
  pace.request()

  return {
    provider: createProvider(awareness, link),
    welcomed() {
      // Who left while we were away would stay for ever: start from nothing, the room sends who is here now.
      const others = [...awareness.getStates().keys()].filter((id) => id !== clientID)
      removeAwarenessStates(awareness, others, remote)
      for (const id of awareness.meta.keys()) if (id !== clientID) awareness.meta.delete(id)
      renew()
    },
    received(update) {
      const { others, ownClock } = without(update, clientID)
      const meta = awareness.meta.get(clientID)
      if (meta && ownClock !== null && ownClock >= meta.clock) {
        meta.clock = ownClock
        renew()
      }
      isNews = false
      applyAwarenessUpdate(awareness, others, remote)
      if (!isNews && performance.now() - sentAt > renewAfterMs) renew()
    },
    leaving() {
      awareness.setLocalState(null)
      pace.flush()
    },
  }
}
