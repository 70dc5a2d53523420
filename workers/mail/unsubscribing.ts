/** The tokens of links that end somebody's mail: they say whose, and a tag over it shows that they were made here. They hold for ever. */
import { RoomError } from '@syncforge/protocol/errors'
import type { InboxOwner } from '../../durable-objects/inbox/admission.ts'

const utf8 = new TextEncoder()

/** One for this use: what signs room tokens with the same secret signs no such links. */
const keyOf = (secret: string): Promise<CryptoKey> => {
  const raw = utf8.encode(`unsubscribe ${secret}`)
  return crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
}

export const makeUnsubscribeToken = async (secret: string, { organizationId, userId }: InboxOwner): Promise<string> => {
  const said = Buffer.from(JSON.stringify([organizationId, userId])).toString('base64url')
  const tag = await crypto.subtle.sign('HMAC', await keyOf(secret), utf8.encode(said))
  return `${said}.${Buffer.from(tag).toString('base64url')}`
}

/** @throws RoomError UNAUTHORIZED for one that was not made here */
export const readUnsubscribeToken = async (secret: string, token: string): Promise<InboxOwner> => {
  const [, said, tag] = /^([\w-]{1,2000})\.([\w-]{43})$/.exec(token) ?? []
  const isOurs =
    said !== undefined &&
    tag !== undefined &&
    (await crypto.subtle.verify('HMAC', await keyOf(secret), Buffer.from(tag, 'base64url'), utf8.encode(said)))
  if (!isOurs) throw new RoomError('UNAUTHORIZED', 'This link is not complete')
  // Its tag is right: it is as it was made.
  const [organizationId, userId] = JSON.parse(Buffer.from(said, 'base64url').toString()) as [string, string]
  return { organizationId, userId }
}
