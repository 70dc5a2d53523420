/** Owns what the room is told without anybody waiting for the answer: a refusal is reported, a lost connection is not. */
import type { AnyRequestName } from '@syncforge/protocol/index'
import { asSyncForgeError } from '../errors.ts'
import type { Link } from './link.ts'

/** Without a connection nothing is sent: whoever tells says it again after the next welcome. */
export const tell = <N extends AnyRequestName>(link: Link, type: N, body: Parameters<typeof link.ask<N>>[1]): void => {
  if (!link.isConnected()) return
  link.ask(type, body).catch((thrown) => {
    const error = asSyncForgeError(thrown, 'NETWORK_ERROR')
    if (error.code !== 'NETWORK_ERROR' && error.code !== 'CLOSED') link.report(error)
  })
}
