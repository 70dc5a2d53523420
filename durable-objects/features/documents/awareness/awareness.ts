/**
 * Who edits where: the awareness states of one document, each owned by the connection that first used its client id (rule DO7).
 * `y-protocols`' own Awareness class starts a timer, which would keep the room awake; this one has none.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

interface State {
  readonly clock: number
  /** JSON text, passed on as it came. */
  readonly json: string
  readonly owner: number
}

interface Departed {
  readonly clock: number
  readonly until: number
}

/** Stock clients echo what they hear: for this long an echo cannot bring somebody back who has left. */
const departedMs = 60_000

const noState = 'null'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export interface AwarenessStates {
  /** Takes what `owner` says of its own client ids. Returns an answer for the sender, if one is needed. @throws RoomError */
  apply(update: Uint8Array, owner: number): Uint8Array | null
  /** Ends every state of a connection. */
  leave(owner: number): void
  /** Everything that changed since the last call, as an awareness update, or `null`. */
  takeChanges(): Uint8Array | null
  /** Every state, or `null` when there is none. */
  encodeAll(): Uint8Array | null
  /** Nobody is in it. */
  isEmpty(): boolean
  /** What a connection owns, to be kept with it. */
  ownedBy(owner: number): Owned
  restore(owner: number, owned: Owned): void
}

/** client id → clock and JSON state */
export type Owned = Readonly<Record<string, readonly [number, string]>>

type Entry = readonly [clientId: number, clock: number, json: string]

const encodeEntries = (entries: readonly Entry[]): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const [clientId, clock, json] of entries) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, json)
    }
  })

/** The entries that the sender may speak for. The others, an echo of what it heard, are passed over unread. */
const decodeEntries = (update: Uint8Array, speaksFor: (clientId: number) => boolean): Entry[] => {
  const entries: Entry[] = []
  let largest = 0
  try {
    const decoder = decoding.createDecoder(update)
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const [clientId, clock] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)]
      const json = decoding.readVarUint8Array(decoder)
      if (!speaksFor(clientId)) continue
      largest = Math.max(largest, json.length)
      entries.push([clientId, clock, utf8.decode(json)])
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

/** How many bytes of states each connection has, over all documents. */
export type AwarenessLedger = Map<number, number>

export const createAwarenessStates = (clock: () => number, ledger: AwarenessLedger): AwarenessStates => {
  const states = new Map<number, State>()
  const departed = new Map<number, Departed>()
  let changed = new Set<number>()

  const book = (owner: number, bytes: number) => {
    const sum = (ledger.get(owner) ?? 0) + bytes
    if (sum > 0) ledger.set(owner, sum)
    else ledger.delete(owner)
  }
  const put = (clientId: number, state: State) => {
    book(state.owner, state.json.length - (states.get(clientId)?.json.length ?? 0))
    states.set(clientId, state)
  }

  const depart = (clientId: number, atClock: number) => {
    const state = states.get(clientId)
    if (state !== undefined) book(state.owner, -state.json.length)
    states.delete(clientId)
    const now = clock()
    for (const [id, { until }] of departed) if (until <= now) departed.delete(id)
    departed.set(clientId, { clock: atClock, until: now + departedMs })
    changed.add(clientId)
  }

  const countOwned = (owner: number) => {
    let count = 0
    for (const state of states.values()) if (state.owner === owner) count += 1
    return count
  }

  const toEntry = (clientId: number): Entry | null => {
    const state = states.get(clientId)
    if (state !== undefined) return [clientId, state.clock, state.json]
    const gone = departed.get(clientId)
    return gone === undefined ? null : [clientId, gone.clock, noState]
  }

  const encode = (clientIds: Iterable<number>): Uint8Array | null => {
    const entries = [...clientIds].map(toEntry).filter((entry) => entry !== null)
    return entries.length === 0 ? null : encodeEntries(entries)
  }

  return {
    apply(update, owner) {
      const corrections: Entry[] = []
      const accepted: Entry[] = []
      let fresh = 0
      const speaksFor = (clientId: number) => (states.get(clientId)?.owner ?? owner) === owner
      for (const entry of decodeEntries(update, speaksFor)) {
        const [clientId, entryClock, json] = entry
        const known = states.get(clientId)
        if (known === undefined) {
          const gone = departed.get(clientId)
          if (gone !== undefined && gone.until > clock() && entryClock <= gone.clock) {
            // A true owner answers with a higher clock; an echo learns that its source has left.
            if (json !== noState) corrections.push([clientId, gone.clock, noState])
            continue
          }
          if (json === noState) continue
          fresh += 1
        } else if (entryClock < known.clock || (entryClock === known.clock && json !== noState)) {
          continue
        }
        requireJson(json)
        accepted.push(entry)
      }
      if (fresh > 0 && countOwned(owner) + fresh > limits.awarenessIdsPerConnection) {
        throw new RoomError('LIMIT_EXCEEDED', 'Too many awareness ids on one connection', {
          max: limits.awarenessIdsPerConnection,
        })
      }
      const more = accepted.reduce((sum, [id, , json]) => sum + json.length - (states.get(id)?.json.length ?? 0), 0)
      if (more > 0 && (ledger.get(owner) ?? 0) + more > limits.awarenessPerConnectionMaxBytes) {
        throw new RoomError('LIMIT_EXCEEDED', 'The awareness states of one connection are too large together', {
          maxBytes: limits.awarenessPerConnectionMaxBytes,
        })
      }
      for (const [clientId, entryClock, json] of accepted) {
        if (json === noState) {
          depart(clientId, entryClock)
        } else {
          put(clientId, { clock: entryClock, json, owner })
          departed.delete(clientId)
          changed.add(clientId)
        }
      }
      return corrections.length === 0 ? null : encodeEntries(corrections)
    },

    leave(owner) {
      for (const [clientId, state] of states) if (state.owner === owner) depart(clientId, state.clock + 1)
    },

    takeChanges() {
      if (changed.size === 0) return null
      const update = encode(changed)
      changed = new Set()
      return update
    },

    encodeAll: () => encode(states.keys()),

    isEmpty: () => states.size === 0 && changed.size === 0,

    ownedBy: (owner) =>
      Object.fromEntries(
        [...states]
          .filter(([, state]) => state.owner === owner)
          .map(([id, { clock: at, json }]) => [String(id), [at, json]]),
      ),

    restore(owner, owned) {
      for (const [id, [at, json]] of Object.entries(owned)) put(Number(id), { clock: at, json, owner })
    },
  }
}
