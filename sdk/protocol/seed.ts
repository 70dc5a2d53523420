/**
 * Seeding: the first content of a document, written once however many join at the same time. Part of the documents' contract: content and
 * mark are one transaction.
 *
 * SE1  A document is seeded at most once. One that anybody has written to counts as seeded.
 * SE2  Who writes it holds the claim: a lease that one caller has at a time. It ends after `leaseMs` unless renewed, when it is given back,
 *      and when the connection that took it leaves.
 * SE3  A seed is taken only while its claim holds and the document is empty; content and mark are durable together.
 * SE4  Who has to wait is told: `documents.seeded` when it is done, `documents.unclaimed` when the claim is free again.
 * SE5  Claims need `write`. Everyone may wait.
 */
import * as z from 'zod'
import { limits } from './limits.ts'
import { DocumentName } from './schemas.ts'

/** Bytes as base64: JSON has no other way. */
const Base64 = z.base64()
const LeaseId = z.string().min(1).max(64)

/** What a copy must have of the seed to be complete; `null` when the content did not come from a seed. */
const stateVector = Base64.nullable()

const SeedAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('seeded'), stateVector }),
  z.object({ state: z.literal('claimed'), lease: LeaseId, leaseMs: z.number().int() }),
  /** Somebody else has the claim, for so long at the most; `null` when only somebody with `write` can take it. */
  z.object({ state: z.literal('waiting'), retryAfterMs: z.number().int().nullable() }),
])
export type SeedAnswer = z.infer<typeof SeedAnswer>

const inDocument = z.object({ document: DocumentName })

export const seedRequests = {
  /** With the `lease` that one holds: renews it. */
  'documents.seedClaim': { access: 'read', body: inDocument.extend({ lease: LeaseId.optional() }), reply: SeedAnswer },
  /** `waiting` and `seeded` mean that nothing was taken: somebody else was given the claim, or the document has content. */
  'documents.seedCommit': {
    access: 'write',
    body: inDocument.extend({ lease: LeaseId, update: Base64 }),
    reply: SeedAnswer,
    maxBytes: limits.messageMaxBytes,
  },
  'documents.seedRelease': { access: 'write', body: inDocument.extend({ lease: LeaseId }), reply: z.object({}) },
} as const

export const seedEvents = {
  'documents.seeded': { delivery: 'reliable', body: inDocument },
  'documents.unclaimed': { delivery: 'reliable', body: inDocument },
} as const
