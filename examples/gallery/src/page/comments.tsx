// Owns the comments beside an editor: threads on words of its document, shown in the text as highlights.
import type { Anchors, CommentBody, CommentThread, Room } from '@syncforge/client'
import { type FormEvent, useEffect, useState } from 'react'
import type { Surface } from '../comments/surface.ts'
import { useStore } from './use-store.ts'

const textOf = (body: CommentBody): string =>
  typeof body === 'string'
    ? body
    : body.blocks
        .flatMap((block) => (block.type === 'paragraph' ? block.content : []))
        .map((inline) => ('text' in inline ? inline.text : 'name' in inline ? `@${inline.name}` : ''))
        .join('')

/** The words of that document that a thread is about. */
const wordsIn = (document: string, { anchor }: CommentThread) =>
  anchor && 'runs' in anchor && anchor.document === document ? anchor : null

const useAnchors = (room: Room): Anchors | null => {
  const [anchors, set] = useState<Anchors | null>(null)
  useEffect(() => void room.comments.anchors().then(set, () => {}), [room])
  return anchors
}

interface ThreadProps {
  readonly thread: CommentThread
  readonly quote: string
  readonly state: string
  readonly room: Room
}

const Thread = ({ thread, quote, state, room }: ThreadProps) => {
  const reply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const body = String(new FormData(form).get('body')).trim()
    if (body)
      room.comments.reply(thread.id, { body }).then(
        () => form.reset(),
        () => {},
      )
  }
  return (
    <li className="thread" data-state={state}>
      <blockquote>{quote}</blockquote>
      <ul>
        {thread.comments.map(({ id, author, body }) => (
          <li key={id}>
            <strong>
              <bdi>{author.userInfo.name}</bdi>
            </strong>{' '}
            {body === null ? <em>taken back</em> : textOf(body)}
          </li>
        ))}
      </ul>
      <form onSubmit={reply}>
        <input className="field" name="body" aria-label="Reply" placeholder="Reply" maxLength={10_000} />
        <button type="button" className="button" onClick={() => room.comments.resolve(thread.id).catch(() => {})}>
          Resolve
        </button>
      </form>
    </li>
  )
}

export const Comments = ({
  room,
  document,
  surface,
}: {
  readonly room: Room
  readonly document: string
  readonly surface: Surface
}) => {
  const anchors = useAnchors(room)
  const threads = useStore(room.comments).flatMap((thread) => {
    const words = wordsIn(document, thread)
    return words && !thread.resolved ? [{ thread, words }] : []
  })
  const [fault, setFault] = useState<string | null>(null)

  // Marks move with the text at once; after a change they are looked up anew.
  const known = threads.map(({ thread }) => thread.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `known` stands for the threads, which are new objects each time
  useEffect(() => {
    if (!anchors) return
    let due: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      due = undefined
      surface.show(
        threads.flatMap(({ thread, words }) => {
          const found = anchors.find(surface.root, words)
          return found ? [{ id: thread.id, from: found.from, to: found.to }] : []
        }),
      )
    }
    const changed = () => {
      due ??= setTimeout(show, 50)
    }
    show()
    const doc = surface.root.doc
    doc?.on('update', changed)
    return () => {
      clearTimeout(due)
      doc?.off('update', changed)
    }
  }, [anchors, surface, known])

  const comment = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const body = String(new FormData(form).get('body')).trim()
    const selected = surface.selected()
    if (!body || !anchors) return
    if (!selected) return setFault('Select the words first.')
    try {
      const anchor = anchors.of(surface.root, selected.from, selected.to, document)
      await room.comments.create({ body, anchor })
      setFault(null)
      form.reset()
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <section className="comments" aria-label="Comments">
      <h2>Comments</h2>
      <form onSubmit={comment}>
        <input
          className="field"
          name="body"
          aria-label="Comment on the selected words"
          placeholder="Select words, then comment"
          maxLength={10_000}
        />
        <button type="submit" className="button">
          Comment
        </button>
      </form>
      {fault && <p role="alert">{fault}</p>}
      {threads.length === 0 ? (
        <p className="waiting">No comments yet.</p>
      ) : (
        <ul className="threads">
          {threads.map(({ thread, words: { quote, state } }) => (
            <Thread key={thread.id} thread={thread} quote={quote} state={state} room={room} />
          ))}
        </ul>
      )}
    </section>
  )
}
