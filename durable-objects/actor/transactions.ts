/**
 * Transactions of memory: what a transaction has changed besides rows is undone with it, and what must wait until its rows stand is done
 * then. One within another is a savepoint: it rolls back alone, and what it leaves to be undone or done goes over to the outer one.
 */

export interface Transactions {
  /** All or nothing, rows and memory alike. */
  transactionSync<T>(run: () => T): T
  /** Whether one is under way. */
  inTransaction(): boolean
  /** `undo` is called when the transaction under way rolls back: once, however often it was given, the last one first. Outside nothing can be undone. */
  onRollback(undo: () => void): void
  /** `forget` is called once after everything was undone: what is stored is the truth again, and what was read from it meanwhile may be wrong. */
  afterRollback(forget: () => void): void
  /** Calls `act` when the outermost transaction stands, in order; at once when none is under way. Sockets are for then. */
  afterCommit(act: () => void): void
}

interface Frame {
  readonly undos: Set<() => void>
  readonly forgets: Set<() => void>
  readonly acts: (() => void)[]
}

/** Every one of them, whatever one throws. Returns what was thrown. */
const callAll = (calls: Iterable<() => void>): readonly unknown[] => {
  const failures: unknown[] = []
  for (const call of calls) {
    try {
      call()
    } catch (error) {
      failures.push(error)
    }
  }
  return failures
}

/** @param ofRows runs its argument in a transaction of rows, or in a savepoint within one */
export const createTransactions = (ofRows: <T>(run: () => T) => T): Transactions => {
  let open: Frame | null = null

  return {
    inTransaction: () => open !== null,
    onRollback: (undo) => void open?.undos.add(undo),
    afterRollback: (forget) => void open?.forgets.add(forget),
    afterCommit(act) {
      if (open === null) act()
      else open.acts.push(act)
    },
    transactionSync(run) {
      const outer = open
      const frame: Frame = { undos: new Set(), forgets: new Set(), acts: [] }
      open = frame
      let result: ReturnType<typeof run>
      try {
        result = ofRows(run)
      } catch (error) {
        open = outer
        const failures = callAll([...[...frame.undos].reverse(), ...frame.forgets])
        if (failures.length === 0) throw error
        throw new AggregateError([error, ...failures], 'A transaction failed, and so did undoing it in memory')
      }
      open = outer
      if (outer === null) {
        const [failure] = callAll(frame.acts)
        if (failure !== undefined) throw failure
      } else {
        for (const undo of frame.undos) outer.undos.add(undo)
        for (const forget of frame.forgets) outer.forgets.add(forget)
        outer.acts.push(...frame.acts)
      }
      return result
    },
  }
}
