/** Which fact is told to whom, and as what: a line for each kind. Only verified people are told; whoever did it is not (rule IN6). */
import { isFact } from '@syncforge/protocol/facts'
import type { TakenFact } from '../facts/consumer.ts'
import type { Due } from './rows.ts'

export interface Mapped {
  readonly userId: string
  readonly due: Due
}

/** Of one fact; whoever says more has said it to nobody. */
export const recipientsMax = 500

/** A fact of a room. */
type RoomFact = TakenFact & { readonly room: NonNullable<TakenFact['room']> }

const notice = ({ id, room: { roomId }, at }: RoomFact, userId: string, text: string, payload: object): Mapped => ({
  userId,
  due: {
    does: 'tell',
    told: {
      id,
      kind: 'system',
      roomId,
      threadId: null,
      about: null,
      actor: null,
      sender: 'system',
      text,
      payload: payload as Record<string, string>,
      at,
    },
  },
})

/** Somebody's right is another: what is told of the room is looked at, and they are told what they have now. */
const rightChanged = (fact: RoomFact): readonly Mapped[] => {
  if (!isFact(fact, 'right.changed') || fact.body.right !== 'grant') return []
  const { roomId } = fact.room
  const { id: userId, value, by } = fact.body
  const { access = null } = (value ?? {}) as { readonly access?: string | null }
  const check: Mapped = { userId, due: { does: 'check', roomId } }
  if (access === null || by === userId) return [check]
  return [check, notice(fact, userId, `Your access is now: ${access}`, { what: 'access', access })]
}

export const mapFact = (fact: TakenFact): readonly Mapped[] => {
  const { room } = fact
  if (room === null) return []
  return rightChanged({ ...fact, room }).slice(0, recipientsMax)
}
