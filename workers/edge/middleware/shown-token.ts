/** A token of whoever runs the server, shown by their own tools: for pages that belong to no organization. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import type { EdgeEnv } from '../env.ts'

const digestOf = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

/** Takes as long whatever was shown. */
const isSame = async (shown: string, token: string): Promise<boolean> => {
  const [one, other] = await Promise.all([digestOf(shown), digestOf(token)])
  return one.reduce((differing, byte, index) => differing | (byte ^ (other[index] ?? 0)), 0) === 0
}

/** @throws RoomError UNAUTHORIZED unless the one setting of `wanted` was shown. @example await requireShown(c, { METRICS_TOKEN }) */
export const requireShown = async (c: Context<EdgeEnv>, wanted: Readonly<Record<string, string>>): Promise<void> => {
  const [[name, token] = ['', '']] = Object.entries(wanted)
  const shown = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
  if (!(await isSame(shown, token))) throw new RoomError('UNAUTHORIZED', `Send Authorization: Bearer <${name}>`)
}
