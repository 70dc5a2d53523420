/** Owns when listeners hear of changes: at once, or once at the end of a batch. Refuses to let a listener break the room. */

let depth = 0
const waiting = new Set<() => void>()

/** A listener's fault is reported as an uncaught error, and everybody else still hears. */
const reportFault = (fault: unknown): void => {
  if (typeof reportError === 'function') return reportError(fault)
  queueMicrotask(() => {
    throw fault
  })
}

/** Calls a customer's function; what it throws goes to the platform's error reporting. */
export const callSafely = <A extends readonly unknown[]>(listener: (...args: A) => unknown, ...args: A): void => {
  try {
    listener(...args)
  } catch (fault) {
    reportFault(fault)
  }
}

/** Runs `work`; notifications asked for meanwhile happen once each when the outermost batch ends. */
export const batch = (work: () => void): void => {
  depth += 1
  try {
    work()
  } finally {
    depth -= 1
    if (depth === 0) {
      const due = [...waiting]
      waiting.clear()
      for (const notify of due) notify()
    }
  }
}

export const notifySoon = (notify: () => void): void => {
  if (depth > 0) waiting.add(notify)
  else notify()
}
