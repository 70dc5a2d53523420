/** Owns how files come to comments and back: the room says where, and the bytes go past its socket. Rules AT1–AT8 are in the protocol. */
import type { Attachment } from '@syncforge/protocol/attachments'
import type { WireError } from '@syncforge/protocol/errors'
import type { Link } from '../../connection/link.ts'
import type { SyncForgeError } from '../../errors.ts'

/** A file of a comment, and where it can be read for the next ten minutes; `null`: it is not there, or not yet. */
export interface CommentFile extends Attachment {
  readonly url: string | null
}

export interface Files {
  /**
   * Sends a file, which a comment of mine then takes, within a day. What it is, its bytes decide.
   *
   * @param file at most 10 MiB
   * @throws SyncForgeError PAYLOAD_TOO_LARGE, VALIDATION_ERROR for an empty file or one that is not of its `type`, LIMIT_EXCEEDED, FORBIDDEN,
   *   NETWORK_ERROR
   * @example const picture = await room.comments.attach(input.files[0])
   * await room.comments.create({ body: 'Like this?', attachments: [picture] })
   */
  attach(file: Blob & { readonly name?: string }, options?: { readonly name?: string }): Promise<Attachment>
  /** The files of a comment. @example const [{ name, url }] = await room.comments.files(comment.id) */
  files(commentId: string): Promise<readonly CommentFile[]>
}

/** @param toError of what a server answers: the class itself is part of what is loaded first */
export const createFiles = (
  link: Pick<Link, 'ask'>,
  endpoint: string,
  toError: (answer: WireError) => SyncForgeError,
): Files => {
  const server = endpoint.replace(/^ws/, 'http')
  return {
    async attach(file, { name = file.name || 'file' } = {}) {
      const { path } = await link.ask('comments.attach', { name, bytes: file.size })
      const said = (await fetch(server + path, { method: 'PUT', body: file })
        .then((answer) => answer.json())
        .catch((cause) => ({
          error: { code: 'NETWORK_ERROR', message: `The file did not arrive: ${cause}`, details: null },
          request_id: null,
        }))) as Attachment | WireError
      if ('error' in said) throw toError(said)
      return said
    },
    async files(commentId) {
      const files = await link.ask('comments.files', { commentId })
      return files.map(({ path, expiresAt: _, ...file }) => ({ ...file, url: path && server + path }))
    },
  }
}
