/**
 * Versions and history of documents: points in the past that can be looked at, compared and restored, and who did what when. Part of the
 * documents' contract: the history is written with the rows of the documents.
 *
 * VE1  The history keeps what was typed, deleted content included, apart from the live document; it reaches back `historyMs`.
 *      A room that keeps none, such as every room in memory, takes no named versions.
 * VE2  A version is a point in the history. Named ones are made on request and stay; automatic ones are made when an editing spell ends,
 *      every ten minutes of constant editing, and before a restore.
 * VE3  Restoring is a new edit: nothing that came after the version is lost, and it can be undone like any other. Every version can be
 *      restored, one that is older than the history too.
 * VE4  A client id belongs to the person who first edited with it, but what somebody else sends under it is theirs who sent it: so who wrote
 *      each character is known. One that has changed hands a thousand times is nobody's from then on. What a restore brings back goes on belonging to whoever wrote it.
 * VE5  Order is that of the rows; times never run backwards within a document, whatever the clock does.
 */
import * as z from 'zod'
import { Author, DocumentName } from './schemas.ts'

const VersionId = z.string().min(1).max(64)
const VersionName = z.string().min(1).max(256)
const Moment = z.number().int()
/** Bytes as base64: JSON has no other way. */
const Base64 = z.string()

export type { Author }

export const Version = z.object({
  id: VersionId,
  document: DocumentName,
  kind: z.enum(['named', 'automatic']),
  name: VersionName.nullable(),
  at: Moment,
  /** Who asked for it; `null` when the room made it. */
  by: Author.nullable(),
})
export type Version = z.infer<typeof Version>

/** A stretch of text that one person wrote at about one time. */
const AuthoredRun = z.object({ text: z.string(), by: Author.nullable(), at: Moment.nullable() })
export type AuthoredRun = z.infer<typeof AuthoredRun>

const TextChange = z.object({ kind: z.enum(['kept', 'added', 'removed']), text: z.string(), by: Author.nullable() })
export type TextChange = z.infer<typeof TextChange>

const HistoryEntry = z.object({ from: Moment, to: Moment, authors: z.array(Author) })
export type HistoryEntry = z.infer<typeof HistoryEntry>

const ReplayStep = z.object({ at: Moment, authors: z.array(Author), update: Base64 })
export type ReplayStep = z.infer<typeof ReplayStep>

const inDocument = z.object({ document: DocumentName })

export const versionRequests = {
  'versions.list': { access: 'read', body: inDocument, reply: z.array(Version) },
  'versions.create': { access: 'write', body: inDocument.extend({ name: VersionName }), reply: Version },
  'versions.get': {
    access: 'read',
    body: z.object({ id: VersionId }),
    /** `state`: the document as it was, as one Yjs update. */
    reply: z.object({ version: Version, state: Base64 }),
  },
  'versions.restore': { access: 'write', body: z.object({ id: VersionId }), reply: z.object({}) },
  'versions.remove': { access: 'moderate', body: z.object({ id: VersionId }), reply: z.object({}) },
  'versions.compare': {
    access: 'read',
    /** Without `to`: with the document as it is now. */
    body: z.object({ from: VersionId, to: VersionId.optional() }),
    reply: z.object({
      texts: z.record(z.string(), z.array(TextChange)),
      /** Every other root, as JSON. */
      values: z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() })),
    }),
  },
  'history.log': {
    access: 'read',
    /** Newest first; `before` is the `from` of the last entry of the page before. */
    body: inDocument.extend({ before: Moment.optional(), limit: z.number().int().min(1).max(500).default(100) }),
    reply: z.array(HistoryEntry),
  },
  'history.blame': { access: 'read', body: inDocument, reply: z.record(z.string(), z.array(AuthoredRun)) },
  'history.replay': {
    access: 'read',
    /** `after`: the `next` of the page before. */
    body: inDocument.extend({ from: Moment, to: Moment, after: z.number().int().optional() }),
    /** `base`: the document at `from`, on the first page only. `next`: there is more. */
    reply: z.object({ base: Base64.nullable(), steps: z.array(ReplayStep), next: z.number().int().nullable() }),
  },
} as const
