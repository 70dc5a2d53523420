/** The address of stock y-websocket clients: `/yjs/:roomId`, or `/yjs/:roomId/:document` for a named document. */
import { RoomError } from '@syncforge/protocol/errors'
import { defaultDocument } from '@syncforge/protocol/ids'
import { DocumentName } from '@syncforge/protocol/schemas'
import { decodeSegment } from './address.ts'
import type { SocketDialect } from './target.ts'

const prefix = '/yjs/'

export const yjs: SocketDialect = {
  // y-websocket 2 takes every completed handshake for a success and comes back at once.
  waitsByItself: false,
  serves: (pathname) => pathname.startsWith(prefix),

  /** @throws RoomError VALIDATION_ERROR */
  parse(request) {
    const [roomId = '', ...rest] = new URL(request.url).pathname.slice(prefix.length).split('/').map(decodeSegment)
    const document = DocumentName.safeParse(rest.length === 0 ? defaultDocument : rest.join('/'))
    if (!document.success) throw new RoomError('VALIDATION_ERROR', 'The document name is not valid')
    return { dialect: 'yjs', roomId, document: document.data, subprotocol: null }
  },
}
