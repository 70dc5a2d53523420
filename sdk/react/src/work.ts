'use client'
/** What one works on alone: locks, and texts that are saved as a whole. */
import type { AcquireOptions, Lease, RecordHead, SaveOptions, TextRecord } from '@syncforge/client'
import { useCallback, useMemo } from 'react'
import type { AnyRoom } from './base/any-room.ts'
import { type Kept, keptOf } from './base/kept.ts'
import { type IsEqual, itself, useGiven } from './base/store.ts'

const notJoined = () => Promise.reject(new Error('The room is not joined yet'))
const noLeases: readonly Lease[] = []

export interface LockGiven {
  readonly lease: Lease | null
  readonly isMine: boolean
  readonly acquire: (options?: AcquireOptions) => Promise<Lease>
  readonly release: () => Promise<void>
}

/**
 * Who holds a lock, and the way to have it, or what `select` picks of that. It is given back when the connection ends, not when the component goes:
 * call `release`.
 *
 * @example
 * const { lease, isMine, acquire, release } = useLock(room, 'budget')
 * <input disabled={!isMine} onFocus={() => acquire()} onBlur={() => release()} />
 */
export const useLock = <S = LockGiven>(
  room: AnyRoom,
  key: string,
  select?: (given: LockGiven) => S,
  isEqual?: IsEqual<S>,
): S => {
  const acquire = useCallback(
    (options?: AcquireOptions) => (room ? room.locks.acquire(key, options) : notJoined()),
    [room, key],
  )
  const release = useCallback(() => (room ? room.locks.release(key) : notJoined()), [room, key])
  const find = (leases: readonly Lease[]) => leases.find((each) => each.key === key) ?? null
  const give = (lease: Lease | null): LockGiven => {
    const isMine = lease !== null && lease.connectionId === room?.self.connectionId
    return { lease, isMine, acquire, release }
  }
  return useGiven<readonly Lease[], Lease | null, LockGiven, S>(room?.locks ?? null, noLeases, find, give, {
    select,
    isEqual,
  })
}

interface RecordState {
  /** `null` for none, and until it is known. */
  readonly record: TextRecord | null
  readonly isLoading: boolean
}

const unknownRecord: RecordState = { record: null, isLoading: true }

export const recordOf = (room: AnyRoom, key: string): Kept<RecordState> | null =>
  keptOf(room, `record ${key}`, unknownRecord, (from, tell) =>
    from.records.subscribe(key, (record) => tell({ record, isLoading: false })),
  )

export interface RecordGiven extends RecordState {
  /** On the version that `record` has, unless told otherwise. */
  readonly save: (content: string, options?: Partial<SaveOptions>) => Promise<RecordHead>
}

/**
 * A text under a key, `null` for none and until it is known, and the way to save it as a whole on the version that was seen, or what `select` picks of
 * that.
 *
 * @example
 * const { record, save } = useRecord(room, 'brief')
 * await save(text) // VERSION_CONFLICT when somebody else has saved meanwhile
 */
export const useRecord = <S = RecordGiven>(
  room: AnyRoom,
  key: string,
  select?: (given: RecordGiven) => S,
  isEqual?: IsEqual<S>,
): S => {
  // What was given of a state is the same object until there is another one, with its `save`.
  const give = useMemo(() => {
    let last: { readonly of: RecordState; readonly given: RecordGiven } | null = null
    return (state: RecordState): RecordGiven => {
      if (last?.of === state) return last.given
      const save: RecordGiven['save'] = (content, options = {}) =>
        room
          ? room.records.save(key, content, { expectedVersion: state.record?.version ?? 0, ...options })
          : notJoined()
      last = { of: state, given: { ...state, save } }
      return last.given
    }
  }, [room, key])
  return useGiven<RecordState, RecordState, RecordGiven, S>(recordOf(room, key), unknownRecord, itself, give, {
    select,
    isEqual,
  })
}
