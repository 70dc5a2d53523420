/** Owns the way to what this browser keeps of a room. Loaded only when somebody joins with `offline`; where nothing is kept the room goes on. */
import type { Person } from '@syncforge/protocol/person'
import type { JsonObject } from '@syncforge/protocol/schemas'
import type { Me } from '../connection/link.ts'
import { asSyncForgeError, SyncForgeError } from '../errors.ts'
import { createKeeper, type Keeper, type KeeperPlan } from './keeper.ts'
import { type KeptRoom, type KeptRoomPlan, openKeptRoom } from './kept-room.ts'

/** What others would see of somebody who gave no colour is the room's to say; until then it is this one. */
const colorUnknown = '#64748b'

/** Where this browser keeps the room's documents, for one person. */
export interface Keeping {
  keep(document: Omit<KeeperPlan, 'room'>): Keeper
  /** The room said who I am: remembers it, or returns why what is kept must not meet this room. */
  met(self: Me): SyncForgeError | null
  close(): void
}

interface KeptFor extends Pick<KeptRoomPlan, 'endpoint' | 'person' | 'room'> {
  readonly userInfo: JsonObject
}

const spoken = ({ userId, verified }: Person) => (verified ? userId : `${userId} (not verified)`)

/** What is kept, and who I am until the room has said it. Failures are reported; none of the promises rejects. */
export const keepRoom = (
  { userInfo, ...place }: KeptFor,
  report: (error: SyncForgeError) => void,
  end: (error: SyncForgeError) => void,
): { readonly keeping: Keeping; readonly standIn: Promise<Me> } => {
  const forgotten = () =>
    end(new SyncForgeError('CLOSED', 'What this browser kept of the room was deleted, and the room left with it'))
  const open = async (): Promise<KeptRoom | null> => {
    try {
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
  const keeping: Keeping = {
    keep: (document) => createKeeper({ ...document, room }),
    met(self) {
      if (self.userId !== userId || self.verified !== person.verified) {
        const what = `What is kept here is ${spoken(person)}'s, and the room knows me as ${spoken(self)}`
        return new SyncForgeError('FORBIDDEN', what)
      }
      void room.then((kept) => kept?.rememberSelf(self))
      return null
    },
    close: () => void room.then((kept) => kept?.close()),
  }
  return { keeping, standIn }
}

export { forgetKept } from './kept-room.ts'
