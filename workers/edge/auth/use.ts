/**
 * Counts how keys are used, by day: in memory, written in batches behind the back of whoever calls. What an isolate that dies had not written yet,
 * the last seconds, is not counted.
 */

import { databaseOf } from '../../bindings/database.ts'
import type { Env } from '../../bindings/env.ts'
import { addKeyUse, type KeyUse } from '../../db/queries/key-usage.ts'
import { describeError, log } from '../../log.ts'
import type { KeepAlive } from '../records.ts'

const writeAfterMs = 5_000
/** Keys and days; while the database is away no more are kept. */
const countedMax = 10_000

const counted = new Map<string, KeyUse>()
/** When somebody writes what was counted; one whose request was cut off does not. */
let writesAt = 0

const add = ({ keyId, day, requests, connections, lastUsedAt }: KeyUse) => {
  const name = `${keyId}/${day}`
  const known = counted.get(name)
  if (known === undefined && counted.size >= countedMax) return
  counted.set(name, {
    keyId,
    day,
    requests: (known?.requests ?? 0) + requests,
    connections: (known?.connections ?? 0) + connections,
    lastUsedAt: Math.max(known?.lastUsedAt ?? 0, lastUsedAt),
  })
}

const write = async (env: Env) => {
  const uses = [...counted.values()]
  counted.clear()
  try {
    await addKeyUse(databaseOf(env), uses)
  } catch (error) {
    log('error', { message: 'the use of keys could not be written', ...describeError(error) })
    for (const use of uses) add(use)
  }
}

/** @example countUse(env, key.id, 'requests', keepAlive) */
export const countUse = (env: Env, keyId: string, what: 'requests' | 'connections', keepAlive: KeepAlive): void => {
  const now = Date.now()
  const day = new Date(now).toISOString().slice(0, 10)
  add({ keyId, day, requests: 0, connections: 0, lastUsedAt: now, [what]: 1 })
  // A clock set backwards puts nothing off.
  if (now < writesAt && writesAt - now <= writeAfterMs) return
  writesAt = now + writeAfterMs
  keepAlive(new Promise((resolve) => setTimeout(resolve, writeAfterMs)).then(() => write(env)))
}
