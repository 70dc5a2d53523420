/** The address of the SDK's sockets: `/v1/rooms/:roomId/socket`. Refuses another version of the wire. */
import { RoomError } from '@syncforge/protocol/errors'
import { defaultDocument } from '@syncforge/protocol/ids'
import { subprotocol } from '@syncforge/protocol/version'
import { decodeSegment } from './address.ts'
import type { SocketDialect } from './target.ts'

/** @throws RoomError PROTOCOL_MISMATCH */
export const requireSubprotocol = ({ headers }: Request): void => {
  const offered = (headers.get('sec-websocket-protocol') ?? '').split(',').map((name) => name.trim())
  if (headers.has('upgrade') && !offered.includes(subprotocol))
    throw new RoomError('PROTOCOL_MISMATCH', `This server speaks ${subprotocol}`, { speaks: [subprotocol] })
}

const path = /^\/v1\/rooms\/([^/]+)\/socket$/

export const native: SocketDialect = {
  waitsByItself: true,
  serves: (pathname) => path.test(pathname),

  /** @throws RoomError PROTOCOL_MISMATCH, VALIDATION_ERROR */
  parse(request) {
    const roomId = decodeSegment(path.exec(new URL(request.url).pathname)?.[1] ?? '')
    requireSubprotocol(request)
    return { dialect: 'native', roomId, document: defaultDocument, subprotocol }
  },
}
