/** The project's conversation: who is typing, what is new, and what was said before. */
import { type ChatMessage, type Room, SyncForgeError } from '@syncforge/client'
import { type FormEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { authorOf, colorOf, initials, nameOf, personKey, spokenNames } from '../people/people.ts'
import { SendIcon } from '../ui/icons.tsx'
import { spokenTime } from '../ui/times.ts'
import { useStore } from '../ui/use-store.ts'

const bodyMax = 4_000

const Message = ({
  message,
  isMine,
  onRemove,
}: {
  readonly message: ChatMessage
  readonly isMine: boolean
  readonly onRemove: () => void
}) => {
  const name = authorOf(message.by)
  return (
    <li className="message">
      <span className="avatar" aria-hidden="true" style={{ background: colorOf(message.by.userId) }}>
        {initials(nameOf(message.by))}
      </span>
      <div className="message-words">
        <p className="message-head">
          <strong>{isMine ? 'You' : name}</strong> <span className="small quiet">{spokenTime(message.at)}</span>
          {isMine && !message.isRemoved && (
            <button type="button" className="link small" onClick={onRemove}>
              Remove<span className="visually-hidden"> “{message.body.slice(0, 40)}”</span>
            </button>
          )}
        </p>
        <p className={message.isRemoved ? 'quiet' : undefined}>{message.isRemoved ? 'Removed' : message.body}</p>
      </div>
    </li>
  )
}

const sentence = (error: unknown): string => {
  if (!(error instanceof SyncForgeError)) return 'That did not work. Try again.'
  if (error.code === 'RATE_LIMITED') return 'That is more than 60 messages a minute. Wait a little.'
  if (error.code === 'NETWORK_ERROR' || error.code === 'TIMEOUT')
    return 'Not sent: there is no connection. Your words are still here.'
  return `Not sent: ${error.message} (${error.code})`
}

export const Chat = ({ room, mayWrite }: { readonly room: Room; readonly mayWrite: boolean }) => {
  const { messages, hasMore, unread, typing } = useStore(room.chat)
  const [draft, setDraft] = useState('')
  const [problem, setProblem] = useState('')
  const [isSending, setSending] = useState(false)
  const [isSeen, setSeen] = useState(false)
  const list = useRef<HTMLOListElement>(null)
  const followsEnd = useRef(true)

  useEffect(() => {
    const watcher = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting ?? false))
    if (list.current) watcher.observe(list.current)
    return () => watcher.disconnect()
  }, [])
  useEffect(() => {
    const read = () => {
      // A line that is lost is told again with the next message.
      if (unread > 0 && isSeen && globalThis.document.visibilityState === 'visible')
        room.chat.markRead().catch(() => {})
    }
    read()
    globalThis.document.addEventListener('visibilitychange', read)
    return () => globalThis.document.removeEventListener('visibilitychange', read)
  }, [room, unread, isSeen])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with every message
  useLayoutEffect(() => {
    if (followsEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight
  }, [messages, typing])

  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    setProblem('')
    try {
      await work()
      return true
    } catch (error) {
      setProblem(sentence(error))
      return false
    }
  }
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    const body = draft.trim()
    if (!body || isSending) return
    setSending(true)
    followsEnd.current = true
    if (await attempt(() => room.chat.send({ body }))) setDraft('')
    setSending(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter belongs to it.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      void send()
    }
  }

  return (
    <div className="chat">
      <ol
        className="messages"
        ref={list}
        aria-label="Messages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          followsEnd.current = scrollHeight - scrollTop - clientHeight < 40
        }}
      >
        {hasMore && (
          <li>
            <button
              type="button"
              className="button button-small"
              onClick={() => void attempt(() => room.chat.history(messages[0] ? { before: messages[0].id } : {}))}
            >
              Earlier messages
            </button>
          </li>
        )}
        {messages.length === 0 && <li className="quiet empty">Nobody has said anything yet.</li>}
        {messages.map((message) => (
          <Message
            key={message.id}
            message={message}
            isMine={personKey(message.by) === personKey(room.self)}
            onRemove={() => void attempt(() => room.chat.remove(message.id))}
          />
        ))}
      </ol>
      <p className="typing small quiet" role="status">
        {typing.length > 0 && `${spokenNames(typing.map(nameOf))} ${typing.length === 1 ? 'is' : 'are'} writing…`}
        {problem && <span className="problem">{problem}</span>}
      </p>
      {mayWrite && (
        <form className="row composer" onSubmit={send}>
          <textarea
            className="field"
            aria-label="Message"
            placeholder="Say something to everybody here"
            rows={2}
            maxLength={bodyMax}
            value={draft}
            onKeyDown={onKeyDown}
            onChange={(event) => {
              setDraft(event.target.value)
              room.chat.typing().catch(() => {})
            }}
          />
          <button type="submit" className="button button-primary button-square" disabled={isSending || !draft.trim()}>
            <SendIcon />
            <span className="visually-hidden">Send</span>
          </button>
        </form>
      )}
    </div>
  )
}
