/** Chat: `text` for what the contract calls a body, and an end of typing for everybody who was seen to begin. */
import type { ChatMessage } from '@syncforge/protocol/chat'
import type { Author } from '@syncforge/protocol/schemas'
import { fieldsOf, timeOf } from './payload.ts'
import type { OpenWords } from './words.ts'

/** Rule CH8. */
const typingMs = 5_000

export const chatWords: OpenWords = (speaker) => {
  const typing = new Map<string, ReturnType<typeof setTimeout>>()
  const keyOf = ({ userId, verified }: Author) => `${verified}:${userId}`
  const nameOf = ({ userId, name }: Author) => ({ user_id: userId, username: name })

  const messageOf = ({ id, body, by, at, replyTo, mentions }: ChatMessage) => ({
    id,
    text: body,
    ...nameOf(by),
    avatar_url: speaker.people.byId(by)?.userInfo.avatar ?? null,
    timestamp: timeOf(at),
    reply_to: replyTo,
    mentions,
  })
  const stopTyping = (by: Author) => {
    const timer = typing.get(keyOf(by))
    if (timer === undefined) return
    clearTimeout(timer)
    typing.delete(keyOf(by))
    speaker.tell('chat:stop_typing', nameOf(by))
  }

  return {
    requests: {
      async 'chat:message'(payload) {
        const { text, reply_to } = fieldsOf(payload) as { readonly text: string; readonly reply_to?: string | null }
        const body = { body: text, ...(reply_to == null ? {} : { replyTo: reply_to }) }
        return messageOf(await speaker.ask('chat.send', body))
      },
      'chat:typing': () => speaker.ask('chat.typing', {}),
      // The room has no word for it: the others see it a moment later.
      'chat:stop_typing': () => ({}),
    },
    events: {
      'chat.sent'({ message }) {
        stopTyping(message.by)
        speaker.tell('chat:new_message', messageOf(message))
        return true
      },
      'chat.typed'({ by }) {
        const timer = typing.get(keyOf(by))
        clearTimeout(timer)
        typing.set(
          keyOf(by),
          setTimeout(() => stopTyping(by), typingMs),
        )
        if (timer === undefined) speaker.tell('chat:typing', nameOf(by))
        return true
      },
    },
    ended() {
      for (const timer of typing.values()) clearTimeout(timer)
      typing.clear()
    },
  }
}
