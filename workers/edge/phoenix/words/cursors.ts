/** Cursors: each move as a message of its own or, for who asks for it with the join, all of a tick in one. */
import {
  type CursorSample,
  type CursorsMessage,
  cursorTime,
  encodeCursorMessage,
  type MovedCursor,
  readCursorsMessage,
} from '@syncforge/protocol/cursor-frames'
import { CursorPoint } from '@syncforge/protocol/cursors'
import { RoomError } from '@syncforge/protocol/errors'
import { Channel } from '@syncforge/protocol/frames'
import type { Participant } from '@syncforge/protocol/presence'
import { fieldsOf } from './payload.ts'
import type { OpenWords, Stay } from './words.ts'

/** @throws RoomError VALIDATION_ERROR */
const readSample = (payload: unknown): CursorSample => {
  // A stock client makes `{}` of null.
  const fields = fieldsOf(payload ?? {})
  if (Object.keys(fields).length === 0 || (fields.x === null && fields.y === null)) return null
  const point = CursorPoint.safeParse({ x: fields.x, y: fields.y, anchor: fields.anchor ?? undefined })
  if (!point.success) throw new RoomError('VALIDATION_ERROR', 'A cursor is { x, y, anchor? }, or null to hide it')
  const { x, y, anchor } = point.data
  return anchor === undefined ? { x, y } : { x, y, anchor }
}

const sayMoves = (stay: Stay, moves: readonly object[]) => {
  if (moves.length === 0) return
  if (stay.params.cursors === 'batch') return stay.push('cursors:update', { moves })
  for (const move of moves) stay.push('cursor:update', move)
}

export const cursorWords: OpenWords = (speaker) => {
  const { people, welcome } = speaker
  /** What is visible, by the number of who points. */
  const shown = new Map(welcome.snapshots.cursors.map((cursor) => [cursor.number, cursor]))

  const moveOf = (who: Participant, sample: CursorSample) => ({
    ...(sample ?? { x: null, y: null }),
    user_id: who.userId,
    name: who.userInfo.name,
    color: who.userInfo.color,
    connection_id: who.connectionId,
  })
  const toMoves = (moved: readonly Pick<MovedCursor, 'number' | 'sample'>[]) =>
    moved.flatMap(({ number, sample }) => {
      const who = people.numbered(number)
      return who === undefined || number === welcome.self.number ? [] : moveOf(who, sample)
    })
  const heard = ({ at, moved }: CursorsMessage) => {
    const sentAt = cursorTime(at, Date.now())
    for (const { number, ageMs, sample } of moved) {
      if (sample === null) shown.delete(number)
      else shown.set(number, { number, ...sample, movedAt: sentAt - ageMs })
    }
    sayAll(toMoves(moved))
  }
  const sayAll = (moves: readonly object[]) => {
    for (const stay of speaker.stays()) if (stay.kind === 'room') sayMoves(stay, moves)
  }

  return {
    requests: {
      'cursor:update'(payload) {
        speaker.send(encodeCursorMessage(readSample(payload)))
        return undefined
      },
    },
    events: {
      'presence.left'({ number }) {
        const who = people.numbered(number)
        if (who !== undefined && shown.delete(number)) sayAll([moveOf(who, null)])
        return true
      },
    },
    channels: { [Channel.cursors]: (payload) => heard(readCursorsMessage(payload)) },
    state: () => ({ cursors: [...shown.values()] }),
    joined(stay) {
      if (stay.kind !== 'room') return
      const visible = [...shown.values()].map(({ number, x, y, anchor }) => ({
        number,
        sample: anchor === undefined ? { x, y } : { x, y, anchor },
      }))
      sayMoves(stay, toMoves(visible))
    },
  }
}
