/** Notices when a document comes near a bound, and tells (rule DO12): as a fact for whoever runs the room, as an event to everyone in it. */
import type { documents as contract } from '@syncforge/protocol/document'
import type { Fact } from '@syncforge/protocol/facts'
import type { Announcement } from '../../../room/feature.ts'
import { fullestOf, type Held } from './usage.ts'

export interface FillReports {
  note(document: string, held: Held): void
  /** What was noticed since the last time. */
  take(): readonly Fact[]
  announce(facts: readonly Fact[]): readonly Announcement<typeof contract>[]
}

type Filled = Extract<Fact, { kind: 'document.filled' }>

export const createFillReports = (): FillReports => {
  /** How many of the shares that are told of each document had come to. */
  const steps = new Map<string, number>()
  const noticed: Filled['body'][] = []
  return {
    note(document, held) {
      const { bound, share, step } = fullestOf(held)
      if (step > (steps.get(document) ?? 0)) noticed.push({ document, bound, share })
      if (step > 0 || steps.has(document)) steps.set(document, step)
    },
    take: () => noticed.splice(0).map((body) => ({ kind: 'document.filled', body })),
    announce: (facts) =>
      facts.flatMap((fact) =>
        fact.kind === 'document.filled'
          ? [{ to: 'everyone', event: { type: 'documents.filled', body: fact.body } }]
          : [],
      ),
  }
}
