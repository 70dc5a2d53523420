/** Finds the key that somebody shows, or that a token names as its signer. */

import type { Env } from '../../bindings/env.ts'
import { hashKey } from '../../db/queries/api-keys.ts'
import { type KeepAlive, lookUpKeyByHash, lookUpKeyById } from '../records.ts'
import { type HeldKey, hold } from './held-key.ts'

/**
 * The key that is shown, or `undefined` for one that nobody knows.
 *
 * @param network of whoever shows it, where nothing else bounds how many keys they may show
 * @throws RoomError UNAUTHORIZED for one that is dead; RATE_LIMITED past the network's share of keys that nobody knows
 */
export const checkKey = async (
  env: Env,
  shown: string,
  keepAlive: KeepAlive,
  network?: string,
): Promise<HeldKey | undefined> => {
  const hash = await hashKey(shown)
  const key = await lookUpKeyByHash(env, hash, keepAlive, network)
  const secret = key?.secrets.find((one) => one.hash === hash)
  return key && secret && hold(key, secret, Date.now())
}

/**
 * The secrets of a key that is named, each with what it is worth; none for a key that nobody knows.
 *
 * @returns `held()` throws UNAUTHORIZED for one that is dead
 */
export const secretsOf = async (env: Env, keyId: string, keepAlive: KeepAlive) => {
  const key = await lookUpKeyById(env, keyId, keepAlive)
  return key?.secrets.map((secret) => ({ key, secret, held: () => hold(key, secret, Date.now()) })) ?? []
}
