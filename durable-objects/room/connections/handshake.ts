/** The room's handshake: who may open a socket at all, who says hello first, and who is present at once. */
import { RoomError, toWireError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import { metrics } from '../../../telemetry/metrics/index.ts'
import { createHandshake, type Handshake } from '../../actor/handshake.ts'
import type { Log } from '../../actor/log.ts'
import { tellNow } from '../../actor/sockets.ts'
import type { Transactions } from '../../actor/transactions.ts'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { Admission } from '../admission.ts'
import { dialects } from '../dialects/index.ts'

export interface RoomHandshake extends Handshake<Admission> {
  /** Whether a socket may be opened for it at all. Rejects with a RoomError when not. */
  require(admission: Admission): Promise<void>
}

/** Lets people in. */
export interface Admitter {
  /**
   * Whether there is a place, as far as the admission says who it is. In a full room it is found out first who is still there: nobody is kept
   * out by a connection of their own that has died. Rejects with a RoomError.
   */
  require(admission: Admission): Promise<void>
  /** While the plan has no place for somebody new: whether a hello of somebody whom only it names may be greeted. Rejects with a RoomError. */
  requireCounted(admission: Admission, message: string | ArrayBuffer): Promise<void>
  /** One that may. @throws RoomError */
  enter(socket: WebSocket, admission: Admission): void
  /** The first message on a native socket. @throws RoomError */
  greet(socket: WebSocket, admission: Admission, message: string | ArrayBuffer): void
}

interface RoomHandshakeParts {
  readonly transactions: Transactions
  readonly admitter: Admitter
  readonly wakeups: Wakeups
  /** Lets everybody hear what there is to say. */
  settle(): void
  sockets(): readonly WebSocket[]
  clock(): number
  readonly log: Log
}

/** What the room is for may be more than a socket's attachment holds, and the room has learned it. */
const withoutInfo = (admission: Admission): Admission => ({
  ...admission,
  settings: { ...admission.settings, info: { name: null, type: 'collaboration', metadata: {} } },
})

export const createRoomHandshake = ({ admitter, settle, sockets, ...parts }: RoomHandshakeParts): RoomHandshake => {
  /** What became of hellos that had to be asked about: without a refusal it is greeted. */
  const verdicts = new WeakMap<WebSocket, 'asked' | { readonly refusal: unknown }>()

  const greet = (socket: WebSocket, admission: Admission, message: string | ArrayBuffer) => {
    const verdict = verdicts.get(socket)
    if (admission.full === null || admission.user.userId !== null) return admitter.greet(socket, admission, message)
    if (verdict === 'asked') return
    if (verdict !== undefined) {
      if (verdict.refusal !== null) throw verdict.refusal
      return admitter.greet(socket, admission, message)
    }
    verdicts.set(socket, 'asked')
    const answered = (refusal: unknown) => {
      verdicts.set(socket, { refusal })
      // It may have gone, or been let go, meanwhile.
      if (socket.readyState === WebSocket.OPEN) handshake.greet(socket, message)
      settle()
    }
    void admitter.requireCounted(admission, message).then(() => answered(null), answered)
  }

  const handshake = createHandshake<Admission>({
    ...parts,
    wakeKey: 'room.greeting',
    helloTimeoutMs: limits.helloTimeoutMs,
    enter: greet,
    tellRefusal(socket, { dialect, requestId }, error) {
      metrics.joins.add({ result: error.code })
      if (dialects[dialect].saysHello) tellNow(socket, { type: 'error', ...toWireError(error, requestId) })
    },
    sockets,
  })
  return {
    ...handshake,
    async require(admission) {
      if (sockets().length >= limits.connectionsPerRoom) {
        throw new RoomError('ROOM_FULL', 'The room has as many connections as it may have')
      }
      await admitter.require(admission)
    },
    accept(socket, admission) {
      if (dialects[admission.dialect].saysHello) handshake.accept(socket, withoutInfo(admission))
      else handshake.attempt(socket, admission, () => admitter.enter(socket, admission))
    },
  }
}
