/** Which life of the room this is: an id made with its storage, mirrored with it and erased with it. */
import { createId } from '@syncforge/protocol/ids'
import type { KeyValues } from '../../actor/key-values.ts'
import type { Transactions } from '../../actor/transactions.ts'

export interface GenerationStore {
  /** Made when first asked for. */
  get(): string
  /** An empty room goes on where its copy is. */
  restore(id: string): void
}

const key = 'generation'

export const createGenerationStore = (values: KeyValues, transactions: Transactions): GenerationStore => {
  let known: string | null = null
  const forget = () => {
    known = null
  }
  return {
    get() {
      known ??= values.get<string>(key)
      if (known === null) {
        known = createId('gen')
        transactions.afterRollback(forget)
        values.put(key, known)
      }
      return known
    },
    restore(id) {
      values.put(key, id)
      known = null
    },
  }
}
