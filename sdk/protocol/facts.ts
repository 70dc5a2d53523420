/**
 * Facts: what happened in a room and must reach Postgres, webhooks and other features. The registry of their kinds; a kind is
 * `noun.past` and its body says who did it to what, never how it looked.
 *
 * FA1  A fact is stored in the transaction of the change that it tells of: there is none without the other.
 * FA2  Facts of a room arrive in the order in which they happened, each at least once, told apart by a number that rises.
 */
import * as z from 'zod'
import { DocumentName, UserId } from './schemas.ts'

const VersionChanged = z.object({ document: DocumentName, id: z.string(), by: UserId })

export const facts = {
  /** The first connection of a person. */
  'person.joined': z.object({ userId: UserId, name: z.string() }),
  /** The last connection of a person. */
  'person.left': z.object({ userId: UserId }),
  /** Nobody is left; `userId` was the last. */
  'room.emptied': z.object({ userId: UserId }),
  'document.created': z.object({ document: DocumentName }),
  'version.created': VersionChanged.extend({ name: z.string().nullable() }),
  'version.restored': VersionChanged,
} as const satisfies Readonly<Record<string, z.ZodType>>

export type FactKind = keyof typeof facts
export type Fact = { [K in FactKind]: { readonly kind: K; readonly body: z.infer<(typeof facts)[K]> } }[FactKind]
