/** Owns tables `chat_*`. Rules CH1–CH10 are in the contract. */
import { type ChatMessage, type ChatState, chat as contract, mentionsIn } from '@syncforge/protocol/chat'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import { authorOf, isSamePerson, type Person } from '@syncforge/protocol/person'
import { type Announcement, type Connection, defineFeature } from '../../room/feature.ts'
import { createMessages } from './messages.ts'
import { createBlocks, createChatMirrors } from './mirror.ts'
import { createReaders } from './readers.ts'
import { migrations } from './schema.ts'

const perMinuteMs = 60_000
/** What a notification shows of a message. */
const excerptLength = 140

const personOf = ({ userId, verified }: Person): Person => ({ userId, verified })

const agentMark = (isAgent: boolean) => (isAgent ? { agent: true as const } : {})

const changed = (message: ChatMessage): Announcement<typeof contract> => ({
  to: 'everyone',
  event: { type: 'chat.changed', body: { message } },
})

export const chat = defineFeature({
  contract,
  migrations,
  tablesOnDemand: true,
  // What Postgres has of this room says nothing about a copy.
  localTables: ['chat_copy'],
  open({ sql, clock, hasTables, mirrorLater, people }) {
    const messages = createMessages(sql)
    const readers = createReaders(sql)
    const blocks = createBlocks(sql)
    const changedAt = (sequence: number) => {
      blocks.touch(sequence)
      mirrorLater()
    }

    const stateOf = (person: Person): ChatState => {
      if (!hasTables()) return { last: 0, read: 0, unread: 0 }
      const read = readers.of(person)
      return { last: messages.last(), read, unread: messages.unreadAfter(read) }
    }
    const tellRead = ({ userId, verified }: Person): Announcement<typeof contract> => ({
      to: { userId, verified },
      event: { type: 'chat.read', body: stateOf({ userId, verified }) },
    })
    const find = (id: string): ChatMessage => {
      const message = messages.find(id)
      if (message !== null) return message
      throw new RoomError('NOT_FOUND', 'There is no such message', { id })
    }
    const findWritten = (id: string): ChatMessage => {
      const message = find(id)
      if (message.isRemoved) throw new RoomError('NOT_FOUND', 'The message was removed', { id })
      return message
    }
    const requireAuthor = ({ by }: ChatMessage, { user }: Connection) => {
      if (!isSamePerson(by, user)) throw new RoomError('FORBIDDEN', 'Only its author may change a message')
    }
    /** Whom `from` mentions in a body; those in `before` were known when they were first mentioned. @throws RoomError VALIDATION_ERROR */
    const mentionsOf = (body: string, from: Connection, before: readonly string[] = []): string[] => {
      const mentions = mentionsIn(body) ?? []
      const unknown = mentions.find(
        (userId) => !before.includes(userId) && people.find(userId, undefined, from) === null,
      )
      if (unknown === undefined) return mentions
      throw new RoomError('VALIDATION_ERROR', `body: mentions ${unknown}, whom the room does not know`, {
        issues: [{ path: 'body', message: `mentions ${unknown}, whom the room does not know` }],
      })
    }
    const answeredBy = (replyTo: string | null) => {
      const found = replyTo === null ? null : messages.find(replyTo)
      return found === null ? null : { id: found.id, by: personOf(found.by) }
    }
    /** Who has changed a message, and what somebody outside needs to know of it. */
    const changeOf = ({ id, replyTo }: ChatMessage, { user, isAgent }: Connection) => ({
      ...{ id, by: personOf(user), name: user.userInfo.name, replyTo: answeredBy(replyTo) },
      ...agentMark(isAgent),
    })
    const requirePace = ({ user }: Connection, now: number) => {
      if (messages.sentSince(user, now - perMinuteMs, now) < limits.chatMessagesPerMinute) return
      throw new RoomError('RATE_LIMITED', `A person sends at most ${limits.chatMessagesPerMinute} messages a minute`, {
        max: limits.chatMessagesPerMinute,
      })
    }

    return {
      handlers: {
        'chat.send'({ body, replyTo = null, nonce = null }, from) {
          const now = clock()
          const known = nonce === null ? null : messages.withNonce(from.user, nonce)
          if (known !== null) return { reply: known }
          requirePace(from, now)
          const answered = replyTo === null ? null : findWritten(replyTo)
          const id = createId('msg')
          const by = authorOf(from.user, from.isAgent)
          const mentions = mentionsOf(body, from)
          messages.add({ id, by, body, mentions, replyTo, nonce }, now)
          const message = find(id)
          readers.set(from.user, message.sequence)
          changedAt(message.sequence)
          // Nobody else is to hear of it who is not here.
          const isNews = mentions.length > 0 || answered !== null
          return {
            reply: message,
            announce: [{ to: 'everyone', event: { type: 'chat.sent', body: { message } } }, tellRead(from.user)],
            facts: isNews
              ? [
                  {
                    kind: 'message.sent',
                    body: {
                      id,
                      by: personOf(by),
                      name: by.name,
                      ...agentMark(from.isAgent),
                      mentions,
                      replyTo: answered === null ? null : { id: answered.id, by: personOf(answered.by) },
                      excerpt: body.slice(0, excerptLength),
                    },
                  },
                ]
              : [],
          }
        },
        'chat.edit'({ id, body }, from) {
          const message = findWritten(id)
          requireAuthor(message, from)
          if (message.body === body) return { reply: message }
          messages.edit(message, body, mentionsOf(body, from, message.mentions), clock())
          changedAt(message.sequence)
          const edited = find(id)
          const { mentions } = edited
          const excerpt = body.slice(0, excerptLength)
          const fact = { ...changeOf(message, from), mentions, before: message.mentions, excerpt }
          return { reply: edited, announce: [changed(edited)], facts: [{ kind: 'message.edited', body: fact }] }
        },
        'chat.remove'({ id }, from) {
          const message = find(id)
          if (from.access !== 'moderate') requireAuthor(message, from)
          if (message.isRemoved) return { reply: {} }
          messages.remove(message, clock())
          const { sequence } = message
          changedAt(sequence)
          const fact = { ...changeOf(message, from), mentions: message.mentions }
          return {
            reply: {},
            announce: [{ to: 'everyone', event: { type: 'chat.removed', body: { id, sequence } } }],
            facts: [{ kind: 'message.deleted', body: fact }],
          }
        },
        'chat.react'({ id, emoji, on }, from) {
          const { sequence } = findWritten(id)
          if (on === messages.hasReacted(id, emoji, from.user)) return { reply: {} }
          if (!on) messages.unreact(id, emoji, from.user)
          else if (messages.reactionsOn(id) < limits.chatReactionsMax)
            messages.react(id, emoji, authorOf(from.user), clock())
          else {
            const max = limits.chatReactionsMax
            throw new RoomError('LIMIT_EXCEEDED', `A message has at most ${max} reactions`, { max })
          }
          changedAt(sequence)
          return { reply: {}, announce: [changed(find(id))] }
        },
        'chat.typing'(_, from) {
          const body = { by: authorOf(from.user, from.isAgent), connectionId: from.number === 0 ? null : from.id }
          return { reply: {}, announce: [{ to: 'others', event: { type: 'chat.typed', body } }] }
        },
        'chat.markRead'({ upTo }, from) {
          const before = stateOf(from.user)
          const sequence = upTo === undefined ? before.last : find(upTo).sequence
          if (sequence <= before.read) return { reply: before }
          readers.set(from.user, sequence)
          mirrorLater()
          return { reply: stateOf(from.user), announce: [tellRead(from.user)] }
        },
        'chat.history': ({ before, limit }) => ({
          reply: messages.page(before === undefined ? null : find(before).sequence, limit),
        }),
        'chat.state': (_, from) => ({ reply: stateOf(from.user) }),
      },
      snapshot: ({ user }) => stateOf(user),
      unread: { of: (person) => stateOf(person).unread, changedBy: ['chat.sent', 'chat.removed', 'chat.read'] },
      people: messages.people,
      mirrors: createChatMirrors({ sql, hasTables }, messages, readers),
      onImport: mirrorLater,
      forget: messages.forget,
    }
  },
})
