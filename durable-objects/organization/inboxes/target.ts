/** Where an organization's object hands over what people are told, and whom it asks whether they may hear of it. */
import { type InboxOwner, type InboxStub, inboxObjectName } from '../../inbox/admission.ts'
import { type RoomName, roomObjectName } from '../../room/admission.ts'
import type { LiveSource } from '../../room/live/target.ts'

interface Exports {
  readonly exports?: {
    readonly Inbox?: { getByName(name: string): Pick<InboxStub, 'take'> }
    readonly Room?: { getByName(name: string): Pick<LiveSource, 'readers' | 'lobby'> }
  }
}

export const inboxOf = (state: DurableObjectState, owner: InboxOwner): Pick<InboxStub, 'take'> => {
  const found = (state as Exports).exports?.Inbox?.getByName(inboxObjectName(owner))
  if (found === undefined) throw new Error('this worker has no inboxes')
  return found
}

export const roomOf = (
  state: DurableObjectState,
  { organizationId, roomId }: Pick<RoomName, 'organizationId' | 'roomId'>,
): Pick<LiveSource, 'readers' | 'lobby'> => {
  const found = (state as Exports).exports?.Room?.getByName(roomObjectName(organizationId, roomId))
  if (found === undefined) throw new Error('this worker has no rooms')
  return found
}
