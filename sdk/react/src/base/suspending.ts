'use client'
/** Owns how a hook suspends until what it gives is there. */
import type { Room } from '@syncforge/client'
import { use } from 'react'
import type { AnyRoom } from './any-room.ts'

/** Nobody is present on a server: frameworks take this digest as “render it in the browser”. */
export const bailOut = (): Error =>
  Object.assign(new Error('A room is joined in the browser: put <ClientSideSuspense> around it'), {
    digest: 'BAILOUT_TO_CLIENT_SIDE_RENDERING',
  })

interface Awaited {
  ready(): Promise<void>
}

/** So long a refusal stands, before a retry asks anew. */
const refusedMs = 1_000
const nothingToWaitFor = Promise.resolve()
/** Outside React: what suspends keeps nothing. A call is another promise each time. */
const promises = new WeakMap<object, Promise<void>>()

const promiseOf = (awaited: Awaited): Promise<void> => {
  const known = promises.get(awaited)
  if (known) return known
  const promise = awaited.ready()
  promises.set(awaited, promise)
  promise.catch(() => setTimeout(() => promises.delete(awaited), refusedMs))
  return promise
}

/** In every render: a hook that is called only sometimes is an error. */
export const useReady = (find: () => Awaited | null): void => {
  if (typeof document === 'undefined') throw bailOut()
  const awaited = find()
  use(awaited ? promiseOf(awaited) : nothingToWaitFor)
}

/** The hook, suspending until what it follows is there. Without a room it gives what it gives without one. */
export const suspending = <A extends readonly unknown[], F extends (...given: never[]) => unknown>(
  hook: F & ((room: AnyRoom, ...given: A) => unknown),
  find: (room: Room, ...given: A) => Awaited | null,
): F =>
  ((room: AnyRoom, ...given: A) => {
    useReady(() => (room ? find(room, ...given) : null))
    return hook(room, ...given)
  }) as unknown as F
