// Owns how a thread looks in the margin: its words, what was said, and when it is looked at, what one can do with it.
import type { CommentBody, CommentThread, Room } from '@syncforge/client'
import { type FormEvent, useEffect, useRef } from 'react'
import type { wordsIn } from './highlights.ts'

const textOf = (body: CommentBody): string =>
  typeof body === 'string'
    ? body
    : body.blocks
        .flatMap((block) => (block.type === 'paragraph' ? block.content : []))
        .map((inline) => ('text' in inline ? inline.text : 'name' in inline ? `@${inline.name}` : ''))
        .join('')

const notes = {
  anchored: null,
  changed: 'These words have changed since.',
  orphaned: 'These words are gone from the document.',
} as const

interface Props {
  readonly thread: CommentThread
  readonly words: NonNullable<ReturnType<typeof wordsIn>>
  readonly isPicked: boolean
  /** Its words were clicked on: it has to be seen. */
  readonly isSought: boolean
  readonly comments: Room['comments']
  readonly attempt: (work: () => unknown) => Promise<void>
  readonly onPick: () => void
  /** Says which words it is about, when its own are gone; `null`: that is not mine to say. */
  readonly onAttach: (() => void) | null
  /** It was resolved, or opened again: it is no longer in this list. */
  readonly onGone: () => void
}

export const Thread = ({ thread, words, isPicked, isSought, comments, attempt, onPick, onAttach, onGone }: Props) => {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isSought) item.current?.scrollIntoView({ block: 'nearest' })
  }, [isSought])
  const known = thread.comments.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again only when more has come
  useEffect(() => {
    if (isPicked && known < thread.count) void attempt(() => comments.load(thread.id))
  }, [isPicked, known, thread.id])

  const reply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const body = String(new FormData(form).get('body')).trim()
    if (!body) return
    return attempt(async () => {
      await comments.reply(thread.id, { body })
      form.reset()
    })
  }
  const settle = () =>
    attempt(async () => {
      await (thread.resolved ? comments.reopen(thread.id) : comments.resolve(thread.id))
      onGone()
    })
  const note = notes[words.state]
  // What is not looked at shows its head alone: its comments need not be here.
  const shown =
    isPicked && known > 0
      ? thread.comments.map(({ id, author, body }) => ({ id, author, text: body && textOf(body) }))
      : [{ id: thread.id, author: thread.author, text: thread.text }]
  const more = thread.count - shown.length
  return (
    <li ref={item} className="thread" data-state={words.state} data-picked={isPicked}>
      <button type="button" className="thread-quote" aria-expanded={isPicked} onClick={onPick}>
        {words.quote || '…'}
      </button>
      {note && <p className="thread-note">{note}</p>}
      <ul>
        {shown.map(({ id, author, text }) => (
          <li key={id}>
            <strong>
              <bdi>{author.userInfo.name || 'Guest'}</bdi>
            </strong>{' '}
            {text ?? <em>taken back</em>}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="thread-note">{more} more</p>}
      {isPicked && onAttach && words.state === 'orphaned' && (
        <button type="button" className="button thread-attach" onClick={onAttach}>
          Attach to the selected words
        </button>
      )}
      {isPicked && (
        <form onSubmit={reply}>
          <input className="field" name="body" aria-label="Reply" placeholder="Reply" maxLength={10_000} />
          <button type="button" className="button" onClick={settle}>
            {thread.resolved ? 'Reopen' : 'Resolve'}
          </button>
        </form>
      )}
    </li>
  )
}
