/**
 * Documents: Yjs documents of a room and the awareness of their editors. Content travels on the binary channels
 * `document` and `awareness` (see document-frames.ts); the requests are for callers without a Yjs client.
 *
 * DO1  An update is written to the room's storage before anybody hears of it, and acknowledged to its author after that.
 * DO2  The updates of one tick are one row and one message.
 * DO3  A joiner gets exactly what its state vector lacks, and is asked for what the room lacks.
 * DO4  An update from somebody without `write` is refused and reaches nobody. The rest of the connection goes on.
 * DO5  A malformed update is refused whole; the document is as if it never came.
 * DO6  A document whose stored bytes cannot be loaded answers ROOM_UNAVAILABLE; it is never shown as empty.
 * DO7  Awareness belongs to the connection that first used a client id; another's is not touched. It ends with the connection. Whoever comes
 *      back over a new line has the id again, and nobody sees it vanish: at once from an earlier connection of the same proven person, from a
 *      guest's when that does not answer within a second.
 * DO8  Publishing awareness needs `comment`; everyone may read it.
 * DO9  Every value of a document has a form in JSON: bytes are base64, a BigInt is its digits, NaN and infinities are their names,
 *      `undefined` is null, a subdocument is `{ "subdocument": guid }`, XML is markup at any depth. Only what is nested more than 500 deep
 *      otherwise is refused, with LIMIT_EXCEEDED and the name of its root.
 * DO10 What a document may come to is bounded (limits.ts): bytes, memory, client ids, root types, nesting, and the work of finding places. It is
 *      counted before an edit is taken and in the same way when the document is loaded: what was acknowledged can be loaded again. Past a
 *      bound the edit is refused with LIMIT_EXCEEDED or DOCUMENT_TOO_LARGE and `details.bound`; nothing of it is kept.
 * DO11 Edits that wait for edits before them are kept, count towards the document, and have a bound of their own.
 * DO12 Whoever may read a document is told how full it is, and everyone when it has come to 80, 90 and 95 % of a bound.
 * DO13 Bytes in Yjs's version 2 encoding are refused by that name.
 * DO14 A document whose load would take too much work is unavailable (DO6): other documents and rooms do not wait for it.
 * DO15 In the SDK my awareness starts with `user: { name, color }`, as the room knows me; what the app sets replaces it.
 * DO16 In the SDK a provider tells what is so now and every change; hiding its caret leaves the room's connection as it is.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { awarenessCodec, documentCodec } from './document-frames.ts'
import { Channel } from './frames.ts'
import { limits } from './limits.ts'
import { DocumentBound, DocumentName } from './schemas.ts'
import { seedEvents, seedRequests } from './seed.ts'
import { versionRequests } from './versions.ts'

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')

const Count = z.object({ is: z.number().int(), max: z.number().int() })

/** How full a document is. */
export const DocumentUsage = z.object({
  /** What is stored of it, and must be sent to whoever opens it. */
  bytes: Count,
  /** About what it takes in the memory of its room. */
  memoryBytes: Count,
  /** Yjs client ids that have edited it. */
  clients: Count,
  roots: Count,
  /** The largest of these shares, from 0 to 1. */
  share: z.number(),
})
export type DocumentUsage = z.infer<typeof DocumentUsage>

export const documents = defineContract({
  name: 'documents',
  requests: {
    ...versionRequests,
    ...seedRequests,
    'documents.list': {
      access: 'read',
      body: z.object({}),
      reply: z.array(z.object({ name: DocumentName, createdAt: z.number().int() })),
    },
    'documents.read': {
      access: 'read',
      body: z.object({ name: DocumentName, format: z.enum(['json', 'text', 'yjs']) }),
      reply: z.discriminatedUnion('format', [
        z.object({ format: z.literal('json'), content: z.record(z.string(), z.unknown()) }),
        z.object({ format: z.literal('text'), content: z.string() }),
        z.object({ format: z.literal('yjs'), content: Bytes }),
      ]),
    },
    'documents.measure': { access: 'read', body: z.object({ name: DocumentName }), reply: DocumentUsage },
    'documents.update': {
      access: 'write',
      body: z.object({ name: DocumentName, update: Bytes }),
      /** `sequence` of the log row that holds the update: it is durable. */
      reply: z.object({ sequence: z.number().int() }),
    },
    'documents.seed': {
      access: 'write',
      body: z.object({ name: DocumentName, update: Bytes }),
      /** `false`: the document had content already. */
      reply: z.object({ seeded: z.boolean() }),
    },
  },
  events: {
    ...seedEvents,
    /** A document has come to `share` of a bound: 1 is all. */
    'documents.filled': {
      delivery: 'reliable',
      body: z.object({ document: DocumentName, bound: DocumentBound, share: z.number() }),
    },
  },
  channels: {
    [Channel.document]: { access: 'read', maxBytes: limits.documentUpdateMaxBytes, codec: documentCodec },
    [Channel.awareness]: { access: 'comment', maxBytes: limits.awarenessFrameMaxBytes, codec: awarenessCodec },
  },
  snapshot: z.null(),
})
