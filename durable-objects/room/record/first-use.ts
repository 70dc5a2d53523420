/**
 * Whether anybody has entered this room or asked it something. Nobody can before it is whole: such a room is no leftover of its making,
 * even when Postgres, set back to a moment before, says that it is.
 */
import type { KeyValues } from '../../actor/key-values.ts'
import type { Transactions } from '../../actor/transactions.ts'

export interface Use {
  hasBegun(): boolean
  begin(): void
}

const key = 'used'

export const createUse = (values: KeyValues, transactions: Transactions): Use => {
  let begun = values.get<true>(key) ?? false
  return {
    hasBegun: () => begun,
    begin() {
      if (begun) return
      values.put(key, true)
      begun = true
      transactions.onRollback(() => {
        begun = false
      })
    },
  }
}
