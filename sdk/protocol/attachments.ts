/**
 * Attachments: files that comments carry. Their bytes lie beside the room, in a store; the room knows of each who brought it and which comment has it.
 *
 * AT1  A file comes in as a stream, by the address that the room gave for it or with a secret key: no more of it than a piece is ever in memory.
 *      What has more bytes than 10 MiB, or others than were said, is refused and nothing of it is kept.
 * AT2  Whoever may comment may bring files, and who may read gets addresses of them: each is signed, names one file and ends after minutes.
 * AT3  What a file is, its bytes say: one that says something else of itself is refused. It is handed out as that and nothing else, to be kept, never
 *      to be run; markup is handed out as bytes.
 * AT4  A comment takes files of who writes it, once each and at most ten: all of them or none.
 * AT5  A file that no comment has taken within a day is erased.
 * AT6  With a comment, a room or an organization its files are erased.
 * AT7  A room has at most 1 GiB of files, an organization 20 GiB, a person 20 files that no comment has taken yet.
 * AT8  A fork gets files of its own, which are copied after it. An export names files and holds none of them.
 */
import * as z from 'zod'
import { limits } from './limits.ts'

export const AttachmentId = z.string().regex(/^att_[0-9a-z]{20}$/, 'the id of an attachment')

export const Attachment = z.object({
  id: AttachmentId,
  name: z.string(),
  /** As its bytes say; `application/octet-stream` for everything that is not known. */
  type: z.string(),
  bytes: z.number().int().min(0),
})
export type Attachment = z.infer<typeof Attachment>

export const AttachmentIds = z
  .array(AttachmentId)
  .max(limits.attachmentsPerComment)
  .refine((ids) => new Set(ids).size === ids.length, 'names a file twice')

/** One that is to come. */
export const NewAttachment = z.object({
  name: z.string().min(1).max(1_024),
  bytes: z.number().int().min(1).max(limits.attachmentMaxBytes),
})

/** Where it is to be sent with PUT, below the server's own address. Times are milliseconds since 1970. */
export const Upload = z.object({ id: AttachmentId, path: z.string(), expiresAt: z.number().int() })

/** Where it can be read until `expiresAt`, below the server's own address; `null`: it is not here, or not yet. */
export const AttachmentFile = Attachment.extend({ path: z.string().nullable(), expiresAt: z.number().int() })

const nameMaxLength = 120

/**
 * A name that any system takes and that shows what it is: no folders, no characters that hide or turn text around.
 *
 * @example cleanFileName('../../a\u202egnp.exe') // 'agnp.exe'
 */
export const cleanFileName = (given: string): string => {
  const last =
    given
      .replace(/\p{Surrogate}/gu, '')
      .normalize('NFC')
      .split(/[/\\]/)
      .at(-1) ?? ''
  const shown = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*\ufffd]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  if (shown === '') return 'file'
  const [, stem = shown, ending = ''] = /^(.+)(\.[^.]{1,16})$/u.exec(shown) ?? []
  const room = nameMaxLength - ending.length
  // Half a character at the cut is none.
  return stem.slice(0, room).replace(/\p{Surrogate}/gu, '') + ending
}
