/** How bytes come to a comment and back over HTTP, whoever asks: the room says where, as it says to sockets. */
import type { Attachment } from '@syncforge/protocol/attachments'
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { Env } from '../../bindings/env.ts'
import type { KeepAlive } from '../records.ts'
import { readFileAddress } from './address.ts'
import { receiveFile, tooLarge } from './receive.ts'
import { sendFile } from './send.ts'

interface Receiving {
  readonly env: Env
  readonly requestId: string
  readonly keepAlive: KeepAlive
}

/** Addresses are paths below `/files/`. */
const signedOf = (path: string) => path.slice('/files/'.length)

/**
 * @param ask the room for a place, `comments.attach`
 * @throws RoomError what the room refuses with, VALIDATION_ERROR, PAYLOAD_TOO_LARGE, LIMIT_EXCEEDED, UNAVAILABLE
 */
export const attachFile = async (
  receiving: Receiving,
  { body, headers }: Request,
  ask: (bytes: number) => Promise<{ readonly path: string }>,
): Promise<Attachment> => {
  const bytes = Number(headers.get('content-length') ?? 0)
  if (bytes > limits.attachmentMaxBytes) throw tooLarge()
  if (!(bytes > 0))
    throw new RoomError('VALIDATION_ERROR', 'Say how many bytes the file has', [
      { path: 'content-length', message: 'is needed, and more than 0' },
    ])
  const { path } = await ask(bytes)
  const grant = await readFileAddress(receiving.env.TOKEN_SECRET, signedOf(path), 'put', Date.now())
  return receiveFile(receiving, grant, { body, headers })
}

/** @param files of the comment, as the room lists them. @throws RoomError NOT_FOUND, UNAVAILABLE */
export const readAttachment = async (
  env: Env,
  files: readonly { readonly id: string; readonly path: string | null }[],
  attachmentId: string,
): Promise<Response> => {
  const path = files.find(({ id }) => id === attachmentId)?.path ?? null
  if (path === null) throw new RoomError('NOT_FOUND', 'There is no such file', { attachmentId })
  return sendFile(env, await readFileAddress(env.TOKEN_SECRET, signedOf(path), 'get', Date.now()))
}
