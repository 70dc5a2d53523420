/**
 * Owns parts of the SDK that are loaded when they are first used, and makes them look as if they had been there from the start: calls
 * wait, stores begin empty, and what the room said meanwhile is told when they come. A part that could not be loaded is LOAD_FAILED,
 * and tried again with the next use.
 */
import type { Link } from './connection/link.ts'
import { SyncForgeError } from './errors.ts'
import type { Store, Unsubscribe } from './store.ts'

/** So much is kept for a part that is not there yet; past it, it asks the room for everything when it comes. */
const maxMissed = 256

type Load<T> = () => Promise<T>
type Use<T> = Load<T> & {
  /** Once it is there. */
  part?: T
}

/** @example const use = onDemand(() => import('./features/versions/versions.ts')) */
export const onDemand = <T>(load: Load<T>): Use<T> => {
  let loading: Promise<T> | undefined
  const use: Use<T> = () => {
    loading ??= load().then(
      (part) => (use.part = part),
      (thrown) => {
        loading = undefined
        throw new SyncForgeError('LOAD_FAILED', `A part of the SDK could not be loaded: ${thrown}`)
      },
    )
    return loading
  }
  return use
}

/** Subscribes as soon as the part is there. A failure is reported; whoever subscribes again tries again. */
export const subscribeOnDemand = <T>(
  use: Use<T>,
  report: Link['report'],
  subscribe: (part: T) => Unsubscribe,
): Unsubscribe => {
  let stop: Unsubscribe | null = () => {}
  use().then((part) => {
    if (stop) stop = subscribe(part)
  }, report)
  return () => {
    stop?.()
    stop = null
  }
}

/** A store that is `empty` until the part is there. Reading it loads the part. */
export const storeOnDemand = <P, T>(
  use: Use<P>,
  report: Link['report'],
  empty: T,
  /** Without it, the part is the store. */
  pick: (part: P) => Store<T> = (part) => part as unknown as Store<T>,
): Store<T> => {
  return {
    get() {
      if (use.part) return pick(use.part).get()
      use().catch(report)
      return empty
    },
    subscribe(listener) {
      if (use.part) return pick(use.part).subscribe(listener)
      listener(empty)
      return subscribeOnDemand(use, report, (part) => pick(part).subscribe(listener))
    },
  }
}

/** What the language and frameworks ask any object for. */
const isNoCall = /^(then$|toJSON$|[_$@])/

/** `known`, and besides every call that the part has: each waits for it. Their names come with the part, and weigh nothing before. */
export const withCallsOnDemand = <P extends object>(use: Use<P>, known: object = {}): P =>
  new Proxy(known as Record<string | symbol, unknown>, {
    get(target, name) {
      if (!(name in target) && typeof name === 'string' && !isNoCall.test(name)) {
        target[name] = async (...args: unknown[]) =>
          ((await use())[name as keyof P] as (...args: unknown[]) => unknown)(...args)
      }
      return target[name]
    },
  }) as P

/** A part that is heard by `subscribe`, with calls. */
export const feedOnDemand = <P extends { subscribe(...given: never[]): Unsubscribe }>(
  { report }: Pick<Link, 'report'>,
  use: Use<P>,
): P =>
  withCallsOnDemand(use, {
    subscribe: (...given: never[]) => subscribeOnDemand(use, report, (part) => part.subscribe(...given)),
  })

/** A part that is a store with calls. */
export const apiOnDemand = <T, P extends Store<T>>({ report }: Pick<Link, 'report'>, use: Use<P>, empty: T): P =>
  withCallsOnDemand(use, storeOnDemand(use, report, empty))

export interface PartOnDemand<P> {
  /** Loads the part, and tells it what it missed. */
  readonly use: Use<P>
  /** Says something to the part: now, or when it comes. */
  tell(say: (part: P) => void): void
}

/** A part that is told things before it is loaded. Of too many it hears none: the room then greets anew and says everything again. */
export const openOnDemand = <P>(link: Pick<Link, 'refresh'>, load: Use<P>): PartOnDemand<P> => {
  let part: P | undefined
  let missed: ((part: P) => void)[] = []
  let isTooMuch = false
  return {
    tell(say) {
      if (part) say(part)
      else if (missed.length < maxMissed) missed.push(say)
      else isTooMuch = true
    },
    use: onDemand(async () => {
      const loaded = await load()
      part = loaded
      for (const say of missed) say(loaded)
      if (isTooMuch) link.refresh()
      missed = []
      return loaded
    }),
  }
}
