/**
 * Who edits where: the awareness states of one document, each owned by the connection that first used its client id (rule DO7).
 * `y-protocols`' own Awareness class starts a timer, which would keep the room awake; this one has none.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { DepartedIds } from './departed.ts'
import { type AwarenessLedger, stateOverheadBytes } from './ledger.ts'

interface State {
  readonly clock: number
  /** JSON text, passed on as it came. */
  readonly json: string
  /** What it takes, as UTF-8. */
  readonly bytes: number
  readonly owner: number
}

const noState = 'null'

const utf8Encoder = new TextEncoder()
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export interface Applied {
  /** An answer for the sender, if one is needed. */
  readonly correction: Uint8Array | null
  /** Ids of others of which it says something newer than they have. */
  readonly claims: ReadonlySet<number>
}

export interface AwarenessStates {
  /** Takes what `owner` says of its own client ids. @throws RoomError */
  apply(update: Uint8Array, owner: number): Applied
  ownerOf(clientId: number): number | null
  /** From now on the id is another connection's. @throws RoomError when that has too much already */
  give(clientId: number, owner: number): void
  /** Ends every state of a connection. */
  leave(owner: number): void
  /** What changed longest ago and was not taken yet, of about `maxBytes` at most, as an awareness update, or `null`. */
  takeChanges(maxBytes: number): Uint8Array | null
  hasChanges(): boolean
  /** About what {@link encodeAll} takes. */
  bytes(): number
  /** Every state, in updates of about `maxBytes`. */
  encodeAll(maxBytes: number): readonly Uint8Array[]
  /** Nobody is in it. */
  isEmpty(): boolean
  /** What a connection owns, to be kept with it. */
  ownedBy(owner: number): Owned
  restore(owner: number, owned: Owned): void
}

/** client id → clock and JSON state */
export type Owned = Readonly<Record<string, readonly [number, string]>>

type Entry = readonly [clientId: number, clock: number, json: string, bytes: number]

const encodeEntries = (entries: readonly Entry[]): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const [clientId, clock, json] of entries) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, json)
    }
  })

/** The entries that are news of the sender's own. The others, an echo of what it heard, are passed over unread. */
const decodeEntries = (update: Uint8Array, isNews: (clientId: number, clock: number) => boolean): Entry[] => {
  const entries: Entry[] = []
  let largest = 0
  try {
    const decoder = decoding.createDecoder(update)
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const [clientId, clock] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)]
      const json = decoding.readVarUint8Array(decoder)
      if (!isNews(clientId, clock)) continue
      largest = Math.max(largest, json.length)
      entries.push([clientId, clock, utf8.decode(json), json.length])
    }
  } catch {
    throw new RoomError('MALFORMED_MESSAGE', 'The bytes are no awareness update')
  }
  if (largest > limits.awarenessMaxBytes) {
    throw new RoomError('PAYLOAD_TOO_LARGE', `An awareness state has at most ${limits.awarenessMaxBytes} bytes`, {
      maxBytes: limits.awarenessMaxBytes,
    })
  }
  return entries
}

const requireJson = (json: string) => {
  try {
    JSON.parse(json)
  } catch {
    throw new RoomError('MALFORMED_MESSAGE', 'An awareness state is no JSON')
  }
}

/** `document` names the document in `departed`, which all documents of a room share. */
export const createAwarenessStates = (
  document: number,
  departed: DepartedIds,
  ledger: AwarenessLedger,
): AwarenessStates => {
  const states = new Map<number, State>()
  /** In the order in which they changed. */
  const changed = new Set<number>()
  let bytes = 0

  const taken = (clientId: number) => {
    const state = states.get(clientId)
    return state === undefined ? 0 : state.bytes + stateOverheadBytes
  }
  const book = (owner: number, more: number) => {
    bytes += more
    ledger.book(owner, more)
  }
  const put = (clientId: number, state: State) => {
    book(state.owner, state.bytes + stateOverheadBytes - taken(clientId))
    states.set(clientId, state)
  }

  const depart = (clientId: number, atClock: number) => {
    const state = states.get(clientId)
    if (state !== undefined) book(state.owner, -taken(clientId))
    states.delete(clientId)
    departed.add(document, clientId, atClock)
    changed.add(clientId)
  }

  const countOwned = (owner: number) => {
    let count = 0
    for (const state of states.values()) if (state.owner === owner) count += 1
    return count
  }

  const toEntry = (clientId: number): Entry | null => {
    const state = states.get(clientId)
    if (state !== undefined) return [clientId, state.clock, state.json, state.bytes]
    const clock = departed.clockOf(document, clientId)
    return clock === null ? null : [clientId, clock, noState, noState.length]
  }

  /** The first of these ids that fit in `maxBytes`, at least one. */
  const firstOf = (clientIds: Iterable<number>, maxBytes: number): number[] => {
    const first: number[] = []
    let sum = 0
    for (const clientId of clientIds) {
      sum += taken(clientId)
      if (first.length > 0 && sum > maxBytes) break
      first.push(clientId)
    }
    return first
  }
  const encode = (clientIds: readonly number[]): Uint8Array | null => {
    const entries = clientIds.map(toEntry).filter((entry) => entry !== null)
    return entries.length === 0 ? null : encodeEntries(entries)
  }

  return {
    apply(update, owner) {
      const corrections: Entry[] = []
      const claims = new Set<number>()
      /** The newest of each id: an update may name one twice. */
      const accepted = new Map<number, Entry>()
      let fresh = 0
      const isNews = (clientId: number, entryClock: number) => {
        const known = states.get(clientId)
        return known === undefined || known.owner === owner || entryClock > known.clock
      }
      for (const entry of decodeEntries(update, isNews)) {
        const [clientId, entryClock, json] = entry
        const known = states.get(clientId)
        if (known !== undefined && known.owner !== owner) {
          // An echo is never newer than what was told. Nobody ends another's state.
          if (json !== noState && claims.size < limits.awarenessIdsPerConnection) claims.add(clientId)
          continue
        }
        if (known === undefined) {
          const endedAt = departed.clockOf(document, clientId)
          if (endedAt !== null && entryClock <= endedAt) {
            // A true owner answers with a higher clock; an echo learns that its source has left.
            if (json !== noState) corrections.push([clientId, endedAt, noState, noState.length])
            continue
          }
          if (json === noState) continue
          fresh += 1
        } else if (entryClock < known.clock || (entryClock === known.clock && json !== noState)) {
          continue
        }
        requireJson(json)
        if (entryClock >= (accepted.get(clientId)?.[1] ?? 0)) accepted.set(clientId, entry)
      }
      if (fresh > 0 && countOwned(owner) + fresh > limits.awarenessIdsPerConnection) {
        throw new RoomError('LIMIT_EXCEEDED', 'Too many awareness ids on one connection', {
          max: limits.awarenessIdsPerConnection,
        })
      }
      const takes = ([, , json, bytes]: Entry) => (json === noState ? 0 : bytes + stateOverheadBytes)
      ledger.require(
        owner,
        [...accepted.values()].reduce((sum, entry) => sum + takes(entry) - taken(entry[0]), 0),
      )
      for (const [clientId, entryClock, json, bytes] of accepted.values()) {
        if (json === noState) {
          depart(clientId, entryClock)
        } else {
          put(clientId, { clock: entryClock, json, bytes, owner })
          departed.remove(document, clientId)
          changed.add(clientId)
        }
      }
      return { correction: corrections.length === 0 ? null : encodeEntries(corrections), claims }
    },

    ownerOf: (clientId) => states.get(clientId)?.owner ?? null,

    give(clientId, owner) {
      const state = states.get(clientId)
      if (state === undefined) return
      const bytes = taken(clientId)
      ledger.require(owner, bytes)
      ledger.book(state.owner, -bytes)
      ledger.book(owner, bytes)
      states.set(clientId, { ...state, owner })
    },

    leave(owner) {
      for (const [clientId, state] of states) if (state.owner === owner) depart(clientId, state.clock + 1)
    },

    takeChanges(maxBytes) {
      const first = firstOf(changed, maxBytes)
      for (const clientId of first) changed.delete(clientId)
      return encode(first)
    },

    hasChanges: () => changed.size > 0,

    bytes: () => bytes,

    encodeAll(maxBytes) {
      const left = [...states.keys()]
      const updates: Uint8Array[] = []
      while (left.length > 0) {
        const update = encode(left.splice(0, firstOf(left, maxBytes).length))
        if (update !== null) updates.push(update)
      }
      return updates
    },

    isEmpty: () => states.size === 0 && changed.size === 0,

    ownedBy: (owner) =>
      Object.fromEntries(
        [...states]
          .filter(([, state]) => state.owner === owner)
          .map(([id, { clock: at, json }]) => [String(id), [at, json]]),
      ),

    restore(owner, owned) {
      for (const [id, [at, json]] of Object.entries(owned))
        put(Number(id), { clock: at, json, bytes: utf8Encoder.encode(json).length, owner })
    },
  }
}
