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
  readonly onResolved: () => void
}

export const Thread = ({ thread, words, isPicked, isSought, comments, attempt, onPick, onResolved }: Props) => {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isSought) item.current?.scrollIntoView({ block: 'nearest' })
  }, [isSought])
  const isWhole = thread.comments.length >= thread.count
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for a thread that is looked at
  useEffect(() => {
    if (isPicked && !isWhole) void attempt(() => comments.load(thread.id))
  }, [isPicked, isWhole, thread.id])

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
  const resolve = () =>
    attempt(async () => {
      await comments.resolve(thread.id)
      onResolved()
    })
  const note = notes[words.state]
  const shown = isPicked ? thread.comments : thread.comments.slice(0, 1)
  const more = thread.count - shown.length
  return (
    <li ref={item} className="thread" data-state={words.state} data-picked={isPicked}>
      <button type="button" className="thread-quote" aria-expanded={isPicked} onClick={onPick}>
        {words.quote || '…'}
      </button>
      {note && <p className="thread-note">{note}</p>}
      <ul>
        {shown.map(({ id, author, body }) => (
          <li key={id}>
            <strong>
              <bdi>{author.userInfo.name || 'Guest'}</bdi>
            </strong>{' '}
            {body === null ? <em>taken back</em> : textOf(body)}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="thread-note">{more} more</p>}
      {isPicked && (
        <form onSubmit={reply}>
          <input className="field" name="body" aria-label="Reply" placeholder="Reply" maxLength={10_000} />
          <button type="button" className="button" onClick={resolve}>
            Resolve
          </button>
        </form>
      )}
    </li>
  )
}
