/**
 * Records: whole texts under a key, saved as a whole. Who saves says which version they have seen.
 *
 * RC1  A save is taken only on the version that it names; else VERSION_CONFLICT, with the present record and who wrote it. Versions count from 1; 0
 *      names a record that is not there yet.
 * RC2  Who sends the same save again, after a lost answer, hears that it is saved.
 * RC3  A save with a lock's token is taken only from the present holder of the lock of that key; else LOCK_LOST, whatever the version.
 * RC4  Everyone hears of every save: key, version, when and by whom; of a small one also what it says.
 * RC5  The last 100 versions are kept, 8 MiB of them at most. Automatic saves of one person within a minute are one version of the history.
 * RC6  Restoring is a save of what a version said: nothing that came after it is lost.
 * RC7  An export has the records with their history. A fork has them too; merged back, what the fork has saved becomes a version of its own.
 * RC8  What an agent saves that the organization's server shows is marked, for good: `agent` in `by`, also in its history, a copy and an export.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { idPatterns } from './ids.ts'
import { limits } from './limits.ts'
import { Author } from './schemas.ts'

const utf8 = new TextEncoder()

const RecordKey = z.string().regex(idPatterns.document, '1–128 letters, digits or _ . : @ ~ - /')
const VersionNumber = z.number().int().positive()
const Content = z
  .string()
  .max(limits.recordMaxBytes)
  .refine((text) => text.length * 3 <= limits.recordMaxBytes || utf8.encode(text).length <= limits.recordMaxBytes, {
    message: `at most ${limits.recordMaxBytes} bytes`,
  })
  .refine((text) => !/\p{Surrogate}/u.test(text), 'is not Unicode text')
const onVersion = {
  /** The version that the save is made on; 0 for a record that is not there yet. */
  expectedVersion: z.number().int().min(0),
  token: z.number().int().positive().optional(),
}

/** `at` in milliseconds since 1970. */
export const RecordHead = z.object({
  key: RecordKey,
  version: VersionNumber,
  at: z.number().int(),
  by: Author,
  bytes: z.number().int(),
})
export type RecordHead = z.infer<typeof RecordHead>

export const TextRecord = RecordHead.extend({ content: z.string() })
export type TextRecord = z.infer<typeof TextRecord>

export const records = defineContract({
  name: 'records',
  requests: {
    'records.get': { access: 'read', body: z.strictObject({ key: RecordKey }), reply: TextRecord },
    'records.list': { access: 'read', body: z.strictObject({}), reply: z.array(RecordHead) },
    'records.save': {
      access: 'write',
      body: z.strictObject({ key: RecordKey, content: Content, ...onVersion, isAutomatic: z.boolean().default(false) }),
      reply: RecordHead,
    },
    /** Newest first, those before the version `before`. */
    'records.history': {
      access: 'read',
      body: z.strictObject({
        key: RecordKey,
        before: VersionNumber.optional(),
        limit: z.number().int().min(1).max(100).default(50),
      }),
      reply: z.object({ versions: z.array(RecordHead), hasMore: z.boolean() }),
    },
    'records.version': {
      access: 'read',
      body: z.strictObject({ key: RecordKey, version: VersionNumber }),
      reply: TextRecord,
    },
    'records.restore': {
      access: 'write',
      body: z.strictObject({ key: RecordKey, version: VersionNumber, ...onVersion }),
      reply: RecordHead,
    },
    'records.remove': { access: 'moderate', body: z.strictObject({ key: RecordKey }), reply: z.object({}) },
  },
  events: {
    /** `content` is `null` when it is larger than 16 KiB: ask for it. */
    'records.saved': { delivery: 'reliable', body: z.object({ record: RecordHead, content: z.string().nullable() }) },
    'records.removed': { delivery: 'reliable', body: z.object({ key: RecordKey }) },
  },
  channels: {},
  snapshot: z.array(RecordHead),
  fold(heads: readonly RecordHead[], heard): readonly RecordHead[] {
    if (heard.kind !== 'event') return heads
    if (heard.type === 'records.saved') {
      const { record } = heard.body as { readonly record: RecordHead }
      return [...heads.filter(({ key }) => key !== record.key), record]
    }
    if (heard.type !== 'records.removed') return heads
    const { key } = heard.body as { readonly key: string }
    return heads.filter((head) => head.key !== key)
  },
})
