/** Postgres, opened once for each isolate. */
import { type Database, openDatabase } from '../db/client.ts'
import type { Env } from './env.ts'

const databases = new WeakMap<Env, Database>()

export const databaseOf = (env: Env): Database => {
  const open = databases.get(env) ?? openDatabase(env)
  databases.set(env, open)
  return open
}
