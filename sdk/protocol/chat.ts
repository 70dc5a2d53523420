/**
 * Chat: one conversation of everybody in the room, kept with it.
 *
 * CH1  Messages have one order, that in which the room took them, and a `sequence` that rises. Everyone hears each of them once, in that order.
 * CH2  The history is read page by page, the newest first; the room keeps the last 100,000 messages. All of
 *      them together have at most 64 MiB: what would be more is refused until some are removed.
 * CH3  Only its author edits a message; its author and who may `moderate` remove it. What was removed keeps its place, without its words.
 * CH4  A person sends 60 messages a minute at most, over all of their connections.
 * CH5  A message that is sent again with its `nonce`, after a lost answer, is there once.
 * CH6  A mention is `<@` + encodeURIComponent(userId) + `>` in the body; `mentions` lists the ids. Somebody whom the room does not know is
 *      refused; whom a message mentioned before its edit stays.
 * CH7  A person has one place up to which they have read, on all of their connections; what they send is read. `unread` counts what came after it and
 *      was not removed.
 * CH8  Typing is told to the others, kept nowhere, and over after five seconds.
 * CH9  Reactions are counted once for each person and emoji.
 * CH10 An export has the chat. A fork begins a new one: what was said was said to those who were there.
 */
import * as z from 'zod'
import { mentionPattern } from './comment-body.ts'
import { defineContract } from './contract.ts'
import { limits } from './limits.ts'
import { Author, ConnectionId } from './schemas.ts'
import { Emoji, PlainText } from './text.ts'

const MessageId = z.string().min(1).max(64)
const Moment = z.number().int()

/** The ids that a body mentions, each once; `null` when one cannot be read. */
export const mentionsIn = (body: string): string[] | null => {
  try {
    return [...new Set([...body.matchAll(mentionPattern)].map(([, id = '']) => decodeURIComponent(id)))]
  } catch {
    return null
  }
}

const Body = PlainText(limits.chatBodyMaxLength).refine((body) => {
  const mentions = mentionsIn(body)
  return mentions !== null && mentions.length <= limits.chatMentionsMax && mentions.every((id) => id.length <= 256)
}, `mentions are <@id>, with the id as encodeURIComponent writes it, ${limits.chatMentionsMax} at most`)

const Reaction = z.object({ emoji: z.string(), by: z.array(Author) })

/** Times in milliseconds since 1970. One that was removed has no words, mentions and reactions. */
export const ChatMessage = z.object({
  id: MessageId,
  sequence: z.number().int(),
  at: Moment,
  by: Author,
  body: z.string(),
  mentions: z.array(z.string()),
  /** The message that this one answers. */
  replyTo: MessageId.nullable(),
  editedAt: Moment.nullable(),
  isRemoved: z.boolean(),
  reactions: z.array(Reaction),
})
export type ChatMessage = z.infer<typeof ChatMessage>

/** Sequences: of the newest message and up to which I have read, 0 for none; and how many I have not read. */
export const ChatState = z.object({ last: z.number().int(), read: z.number().int(), unread: z.number().int() })
export type ChatState = z.infer<typeof ChatState>

const Message = z.object({ message: ChatMessage })

export const chat = defineContract({
  name: 'chat',
  feature: 'chat',
  requests: {
    'chat.send': {
      access: 'comment',
      body: z.strictObject({ body: Body, replyTo: MessageId.optional(), nonce: z.string().min(1).max(64).optional() }),
      reply: ChatMessage,
    },
    'chat.edit': { access: 'comment', body: z.strictObject({ id: MessageId, body: Body }), reply: ChatMessage },
    'chat.remove': { access: 'comment', body: z.strictObject({ id: MessageId }), reply: z.object({}) },
    'chat.react': {
      access: 'comment',
      body: z.strictObject({ id: MessageId, emoji: Emoji, on: z.boolean().default(true) }),
      reply: z.object({}),
    },
    'chat.typing': { access: 'comment', body: z.strictObject({}), reply: z.object({}) },
    /** Without `upTo`: all there is. */
    'chat.markRead': { access: 'read', body: z.strictObject({ upTo: MessageId.optional() }), reply: ChatState },
    /** The newest, or those before the message `before`; within a page the oldest first. */
    'chat.history': {
      access: 'read',
      body: z.strictObject({ before: MessageId.optional(), limit: z.number().int().min(1).max(100).default(50) }),
      reply: z.object({ messages: z.array(ChatMessage), hasMore: z.boolean() }),
    },
    'chat.state': { access: 'read', body: z.strictObject({}), reply: ChatState },
  },
  events: {
    'chat.sent': { delivery: 'reliable', body: Message },
    /** Its words or its reactions are others. */
    'chat.changed': { delivery: 'reliable', body: Message },
    'chat.removed': { delivery: 'reliable', body: z.object({ id: MessageId, sequence: z.number().int() }) },
    'chat.typed': { delivery: 'latest', body: z.object({ by: Author, connectionId: ConnectionId.nullable() }) },
    /** To one person: how far they have read, on whichever connection. */
    'chat.read': { delivery: 'reliable', body: ChatState },
  },
  channels: {},
  snapshot: ChatState,
  fold(state: ChatState, heard): ChatState {
    if (heard.kind !== 'event') return state
    if (heard.type === 'chat.read') return heard.body as ChatState
    if (heard.type === 'chat.sent') {
      const { sequence } = (heard.body as { readonly message: ChatMessage }).message
      return sequence > state.last ? { ...state, last: sequence, unread: state.unread + 1 } : state
    }
    if (heard.type !== 'chat.removed') return state
    const { sequence } = heard.body as { readonly sequence: number }
    return sequence > state.read ? { ...state, unread: state.unread - 1 } : state
  },
})
