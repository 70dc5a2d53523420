/** What is inside a room, as REST shows and takes it. Bodies and replies come from the contracts. */
import { contracts } from '@syncforge/protocol'
import { personKey } from '@syncforge/protocol/person'
import { type Participant, Participant as ParticipantShape } from '@syncforge/protocol/presence'
import { DocumentName } from '@syncforge/protocol/schemas'
import * as z from 'zod'

const Person = ParticipantShape.pick({ userId: true, userInfo: true, verified: true }).extend({
  connections: z.array(ParticipantShape.pick({ connectionId: true, presence: true, activity: true, joinedAt: true })),
})

export const Participants = z.object({ participants: z.array(Person) }).meta({ id: 'Participants' })

/** One entry per person, in the order of their first connection. */
export const toParticipants = (roster: readonly Participant[]): z.infer<typeof Participants> => {
  const people = new Map<string, z.infer<typeof Person>>()
  for (const { userId, userInfo, verified, connectionId, presence, activity, joinedAt } of roster) {
    // Anybody may claim a user id with a publishable key: a claim never joins the verified person's entry (rule PE1).
    const key = personKey({ userId, verified })
    const person = people.get(key) ?? { userId, userInfo, verified, connections: [] }
    person.connections.push({ connectionId, presence, activity, joinedAt })
    people.set(key, person)
  }
  return { participants: [...people.values()] }
}

const { requests: documentRequests } = contracts.documents

export const DocumentTarget = z.object({ name: DocumentName })
export const DocumentQuery = DocumentTarget.extend({ format: z.enum(['json', 'text', 'yjs']).default('json') })
export const DocumentList = z
  .object({ documents: documentRequests['documents.list'].reply })
  .meta({ id: 'DocumentList' })
export const Content = z
  .object({ name: DocumentName, content: z.record(z.string(), z.unknown()) })
  .meta({ id: 'DocumentContent' })
export const UpdateReceipt = documentRequests['documents.update'].reply.meta({ id: 'UpdateReceipt' })
export const SeedReceipt = documentRequests['documents.seed'].reply.meta({ id: 'SeedReceipt' })

export const Broadcast = contracts.broadcast.requests['broadcast.send'].body.meta({ id: 'Broadcast' })
