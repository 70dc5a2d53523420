/** The facts that a document came to be: told by whichever handler or tick first wrote to it, in that transaction. */

import type { documents as contract } from '@syncforge/protocol/document'
import type { Fact } from '@syncforge/protocol/facts'
import type { Connection, Outcome, RoomFeature } from '../../room/feature.ts'

type Handlers = RoomFeature<typeof contract>['handlers']
type Handle = (body: unknown, from: Connection) => Outcome<typeof contract, keyof typeof contract.requests>

export interface Births {
  /** `document` has just been made. */
  note(document: string): void
  /** What was noted since the last time. */
  take(): readonly Fact[]
}

/** The same handlers, each with the facts that `take` returns after it. */
export const tellingFacts = (handlers: Handlers, take: () => readonly Fact[]): Handlers => {
  const telling =
    (handle: Handle): Handle =>
    (body, from) => {
      const outcome = handle(body, from)
      const facts = take()
      return facts.length === 0 ? outcome : { ...outcome, facts: [...(outcome.facts ?? []), ...facts] }
    }
  // Each handler keeps its name, body and reply: what is added is the same for all.
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [name, telling(handle as unknown as Handle)]),
  ) as unknown as Handlers
}

export const createBirths = (): Births => {
  const made: string[] = []
  return {
    note: (document) => void made.push(document),
    take: () => made.splice(0).map((document) => ({ kind: 'document.created', body: { document } })),
  }
}
