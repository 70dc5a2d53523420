/** Owns the way to what this browser keeps of a room: the code for it is loaded only here, and without it the room goes on. */
import type { JsonObject } from '@syncforge/protocol/schemas'
import { asSyncForgeError, type SyncForgeError } from '../errors.ts'
import type { Keeping } from '../features/documents.ts'
import type { Me } from '../session.ts'
import type { KeptRoom, KeptRoomPlan } from './kept-room.ts'

/** What others would see of somebody who gave no colour is the room's to say; until then it is this one. */
const colorUnknown = '#64748b'

interface KeptFor extends Pick<KeptRoomPlan, 'endpoint' | 'person' | 'room'> {
  readonly userInfo: JsonObject
}

/** What is kept, and who I am until the room has said it. Failures are reported; none of the promises rejects. */
export const keepRoom = (
  { userInfo, ...place }: KeptFor,
  report: (error: SyncForgeError) => void,
  forgotten: () => void,
): { readonly keeping: Keeping; readonly standIn: Promise<Me> } => {
  const open = async (): Promise<KeptRoom | null> => {
    try {
      const { openKeptRoom } = await import('./kept-room.ts')
      return await openKeptRoom({ ...place, report, forgotten })
    } catch (thrown) {
      report(asSyncForgeError(thrown, 'STORAGE_FAILED'))
      return null
    }
  }
  const room = open()
  const { person } = place
  const { userId } = person
  const standIn = room.then((kept): Me => {
    const asTold = {
      userId,
      userInfo: { name: userId, color: colorUnknown, ...userInfo },
      // Nobody has said so yet.
      verified: false,
      access: 'write',
    } as const
    return { ...(kept?.self ?? asTold), connectionId: '', number: 0 }
  })
  return { keeping: { person, room }, standIn }
}
