/** Which fact is told to whom, and as what: a line for each kind. Only verified people are told; whoever did it is not (rule IN6). */
import type { Fact, FactKind } from '@syncforge/protocol/facts'
import { isSamePerson, type Person, personKey } from '@syncforge/protocol/person'
import type { TakenFact } from '../facts/consumer.ts'
import type { Due } from './rows.ts'

export interface Mapped {
  readonly userId: string
  readonly due: Due
}

/** Of one fact; whoever says more has said it to nobody. */
const recipientsMax = 500

type FactBody<K extends FactKind> = Extract<Fact, { readonly kind: K }>['body']

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
const rightChanged = (
  fact: RoomFact,
  { right, id: userId, value, by }: FactBody<'right.changed'>,
): readonly Mapped[] => {
  if (right !== 'grant') return []
  const { roomId } = fact.room
  const { access = null } = (value ?? {}) as { readonly access?: string | null }
  const check: Mapped = { userId, due: { does: 'check', roomId } }
  if (access === null || by === userId) return [check]
  return [check, notice(fact, userId, `Your access is now: ${access}`, { what: 'access', access })]
}

type OfThread = FactBody<'thread.resolved'>
type OfComment = FactBody<'comment.created'>

/** Those of them who have an inbox, each once, but for whoever did it. */
const others = (people: readonly Person[], by: Person): readonly string[] => {
  const proven = people.filter((person) => person.verified && !isSamePerson(person, by))
  return [...new Set(proven.map(({ userId }) => userId))]
}

/** The same comment in a fork of the room is another one. */
const aboutOf = ({ room: { roomId } }: RoomFact, { commentId }: OfComment) => `${roomId} ${commentId}`

const tell = (
  fact: RoomFact,
  { threadId, by, name, agent, ...said }: OfThread & Partial<OfComment>,
  kind: 'mention' | 'reply' | 'resolve',
  userId: string,
): Mapped => {
  const { id, room, at } = fact
  const { commentId, text = '' } = said
  const about = commentId === undefined ? null : `${room.roomId} ${commentId}`
  // Somebody who is mentioned by an edit is told once for a comment, however often it is edited.
  const toldId = kind === 'mention' ? `mention ${about}` : id
  const told = {
    id: toldId,
    kind,
    roomId: room.roomId,
    threadId,
    about,
    actor: { userId: by.userId, name, ...(agent ? { agent } : {}) },
    sender: personKey(by),
    text,
    payload: commentId === undefined ? {} : { [threadId.startsWith('chat:') ? 'messageId' : 'commentId']: commentId },
    at,
  }
  return { userId, due: { does: 'tell', told } }
}

const created = (fact: RoomFact, said: OfComment): readonly Mapped[] => {
  const mentioned = others(said.mentions, said.by)
  const participants = others(said.participants, said.by).filter((userId) => !mentioned.includes(userId))
  return [
    ...mentioned.map((userId) => tell(fact, said, 'mention', userId)),
    ...participants.map((userId) => tell(fact, said, 'reply', userId)),
  ]
}

/** Whoever may have been told of it. */
const heardOf = ({ mentions, participants, by }: OfComment) => others([...mentions, ...participants], by)

const edited = (fact: RoomFact, said: OfComment): readonly Mapped[] => {
  const about = aboutOf(fact, said)
  return [
    ...others(said.mentions, said.by).map((userId) => tell(fact, said, 'mention', userId)),
    ...heardOf(said).map((userId): Mapped => ({ userId, due: { does: 'reword', about, text: said.text } })),
  ]
}

const deleted = (fact: RoomFact, said: OfComment): readonly Mapped[] => {
  const about = aboutOf(fact, said)
  // Who deletes it need not be who wrote it: a moderator may have been told.
  const heard = others([...said.mentions, ...said.participants], { userId: '', verified: false })
  return heard.map((userId) => ({ userId, due: { does: 'withdraw', about } }))
}

const resolved = (fact: RoomFact, thread: OfThread): readonly Mapped[] =>
  others(thread.participants, thread.by).map((userId) => tell(fact, thread, 'resolve', userId))

/** Ids that are mentioned are those of verified people. */
const proven = (userIds: readonly string[]): readonly Person[] => userIds.map((userId) => ({ userId, verified: true }))

/** A message as a comment of the thread that it answers in. */
const asComment = (message: Omit<FactBody<'message.sent'>, 'mentions'>): OfComment => ({
  threadId: `chat:${message.replyTo?.id ?? message.id}`,
  by: message.by,
  name: message.name,
  agent: message.agent,
  participants: [],
  commentId: message.id,
  mentions: [],
  text: message.excerpt,
})

/** A message of the chat: whom it mentions, and whose it answers. */
const sent = (fact: RoomFact, message: FactBody<'message.sent'>): readonly Mapped[] => {
  const { by, mentions, replyTo } = message
  const told = asComment(message)
  const mentioned = others(proven(mentions), by)
  const answered = others(replyTo === null ? [] : [replyTo.by], by).filter((userId) => !mentioned.includes(userId))
  return [
    ...mentioned.map((userId) => tell(fact, told, 'mention', userId)),
    ...answered.map((userId) => tell(fact, told, 'reply', userId)),
  ]
}

const answeredIn = (replyTo: FactBody<'message.sent'>['replyTo']): readonly Person[] => (replyTo ? [replyTo.by] : [])

const messageEdited = (fact: RoomFact, message: FactBody<'message.edited'>): readonly Mapped[] => {
  const { mentions, before, replyTo, by } = message
  return edited(fact, {
    ...asComment(message),
    mentions: [...proven(mentions)],
    participants: [...proven(before), ...answeredIn(replyTo)],
    by,
  })
}

const messageDeleted = (fact: RoomFact, message: FactBody<'message.deleted'>): readonly Mapped[] =>
  deleted(fact, {
    ...asComment({ ...message, excerpt: '' }),
    mentions: [...proven(message.mentions)],
    participants: [...answeredIn(message.replyTo)],
  })

/** A line for each kind that is somebody's business. */
const table: { readonly [K in FactKind]?: (fact: RoomFact, body: FactBody<K>) => readonly Mapped[] } = {
  'right.changed': rightChanged,
  'comment.created': created,
  'comment.edited': edited,
  'comment.deleted': deleted,
  'thread.resolved': resolved,
  'message.sent': sent,
  'message.edited': messageEdited,
  'message.deleted': messageDeleted,
}

export const mapFact = (fact: TakenFact): readonly Mapped[] => {
  const { room, kind, body } = fact
  if (room === null || !Object.hasOwn(table, kind)) return []
  // Which body goes with which kind is in the registry; the compiler cannot follow a kind that it does not know.
  const map = table[kind as FactKind] as (fact: RoomFact, body: unknown) => readonly Mapped[]
  return map({ ...fact, room }, body).slice(0, recipientsMax)
}
