/** Hands out the bytes of a file as what they are, to be kept and never to be run (rule AT3). */
import { RoomError } from '@syncforge/protocol/errors'
import type { FileGrant } from '../../../durable-objects/room/files/address.ts'
import type { Env } from '../../bindings/env.ts'
import { fileStore } from '../../bindings/files/store.ts'

/** A name as a header may hold it: plain letters for old programs, all of it for the rest (RFC 6266). */
const dispositionOf = (name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const whole = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}

/** @throws RoomError NOT_FOUND when it was erased */
export const sendFile = async (env: Env, { place, name, type, expiresAt }: FileGrant): Promise<Response> => {
  const found = await fileStore(env).get(place)
  if (found === null) throw new RoomError('NOT_FOUND', 'This file was erased')
  const seconds = Math.max(0, Math.floor((expiresAt - Date.now()) / 1_000))
  return new Response(found.body, {
    headers: {
      'content-type': type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
      'content-length': String(found.bytes),
      'content-disposition': dispositionOf(name),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      // Apps show it in pages of their own, on other origins.
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': `private, max-age=${seconds}, immutable`,
    },
  })
}
