/** Postgres as accounts see it: tells the audit log's triggers who acts, and the request whether the database was away. */
import { type Database, type DatabaseSettings, openDatabase } from '../db/client.ts'
import { requestState } from './request-state.ts'

const timeoutMs = 5_000

const fetchOrMark = async (input: string, init: RequestInit): Promise<Response> => {
  const state = requestState.getStore()
  try {
    const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    // 400 is PostgreSQL's own refusal of a statement; anything else comes from what stands before it.
    if (state && answer.status !== 200 && answer.status !== 400) state.isAway = true
    return answer
  } catch (error) {
    if (state) state.isAway = true
    throw error
  }
}

/** The act under way, once it is known who is signed in. */
const actNow = () => {
  const { actor = '', address = '' } = requestState.getStore() ?? {}
  return actor === '' ? undefined : { actor, address }
}

/** One for all requests of an isolate: what it writes carries whoever acts at that moment. */
export const openAccounts = (settings: DatabaseSettings): Database => openDatabase(settings, actNow, fetchOrMark)
