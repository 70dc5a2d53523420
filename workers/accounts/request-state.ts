/** What is known of the request under way: who acts, from where, and whether the database was away meanwhile. */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface RequestState {
  /** The person who is signed in, once that is known; for the audit log. */
  actor: string
  /** The network address of the caller. */
  readonly address: string
  /** A statement found no database: whatever better-auth makes of that, the answer is that it is away. */
  isAway: boolean
}

export const requestState = new AsyncLocalStorage<RequestState>()
