/** Owns the observable values of the SDK. A snapshot is the same object until it changes, so any framework can subscribe. */
import { equalityDeep } from 'lib0/function'
import { callSafely, notifySoon } from './batch.ts'

export type Unsubscribe = () => void

/**
 * A value that changes, and a way to hear of it.
 *
 * @example
 * const stop = room.status.subscribe((status) => console.log(status))
 * stop()
 */
export interface Store<T> {
  /** The current value: the same object on every call until it changes. */
  get(): T
  /** Calls back at once with the current value, then after every change. Returns the way to stop. */
  subscribe(listener: (value: T) => void): Unsubscribe
}

/** A value computed from elsewhere: `changed()` has it computed anew, and tells the listeners if it is another. */
export interface View<T> extends Store<T> {
  changed(): void
}

/** `compute` is given what it said before, to return that where nothing has changed. */
export const createView = <T>(compute: (before?: T) => T): View<T> => {
  // Entries, not bare functions: the same function may subscribe twice and each subscription ends on its own.
  const subscriptions = new Set<{ readonly listener: (value: T) => void; heard: T }>()
  let value: T | undefined
  let isCurrent = false
  const get = () => {
    if (!isCurrent) value = compute(value)
    isCurrent = true
    return value as T
  }
  const notify = () => {
    for (const subscription of [...subscriptions]) {
      if (!subscriptions.has(subscription) || Object.is(subscription.heard, get())) continue
      subscription.heard = get()
      callSafely(subscription.listener, subscription.heard)
    }
  }
  return {
    get,
    subscribe(listener) {
      const subscription = { listener, heard: get() }
      subscriptions.add(subscription)
      callSafely(listener, subscription.heard)
      return () => {
        subscriptions.delete(subscription)
      }
    },
    changed() {
      isCurrent = false
      notifySoon(notify)
    },
  }
}

/** `now`, or `before` where its members are the same. */
export const keepSame = <T>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] =>
  before?.length === now.length && now.every((each, index) => each === before[index]) ? before : now

/** `now`, or `before` where it says the same. */
export const keepEqual = <T>(before: T | undefined, now: T): T => (equalityDeep(before, now) ? (before as T) : now)

/** The part of a store that customers get. */
export const readOnly = <T>({ get, subscribe }: Store<T>): Store<T> => ({ get, subscribe })

/** Parts that are loaded on demand get it handed in: imported by them it would be a file of its own for everybody. */
export type CreateStore = typeof createStore

/** A value that is set. Setting what it already is tells nobody. */
export const createStore = <T>(initial: T): Store<T> & { set(next: T): void } => {
  let value = initial
  const view = createView(() => value)
  return {
    ...readOnly(view),
    set(next) {
      if (Object.is(next, value)) return
      value = next
      view.changed()
    },
  }
}
