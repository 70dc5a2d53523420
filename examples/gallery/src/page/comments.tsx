// Owns the comments beside an editor: threads on words of its document, one of them looked at, and a new one.
import type { Room, WordsAnchor } from '@syncforge/client'
import { type FormEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Running } from '../editors/table.ts'
import { type Commented, useHighlights, wordsIn } from './highlights.ts'
import { Thread } from './thread.tsx'
import { useStore } from './use-store.ts'

const DRAFT = 'draft'

interface Draft {
  readonly anchor: WordsAnchor
  readonly quote: string
}

/** The thread that is looked at, and where it was chosen: in the text, or here. */
interface Picked {
  readonly id: string
  readonly isInText: boolean
}

interface Props {
  readonly room: Room
  readonly document: string
  readonly running: Running
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const Comments = ({ room, document, running: { element, surface } }: Props) => {
  const all = useStore(room.comments)
  const [draft, setDraft] = useState<Draft | null>(null)
  const [picked, setPicked] = useState<Picked | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  const [showsResolved, setShowsResolved] = useState(false)
  const [hasMore, setHasMore] = useState(false)
  const section = useRef<HTMLElement>(null)
  const field = useRef<HTMLInputElement>(null)

  const ofDocument = useMemo(
    () =>
      all.flatMap((thread) => {
        const words = wordsIn(document, thread)
        return words ? [{ thread, words }] : []
      }),
    [all, document],
  )
  const threads = ofDocument.filter(({ thread }) => (thread.resolved !== null) === showsResolved)
  const commented = useMemo(() => {
    const ofThreads = ofDocument.flatMap(({ thread: { id, resolved }, words }): Commented[] =>
      resolved ? [] : [{ id, words, isActive: id === picked?.id && !draft }],
    )
    return draft ? [...ofThreads, { id: DRAFT, words: draft.anchor, isActive: true }] : ofThreads
  }, [ofDocument, draft, picked])
  const { anchors, markOf } = useHighlights(room, surface, commented)

  const more = useCallback(
    () =>
      room.comments
        .loadMore({ document, open: !showsResolved })
        .then(setHasMore, (error) => setFault(sentenceOf(error))),
    [room, document, showsResolved],
  )
  // The room tells newcomers the heads of fifty threads, of whatever document.
  useEffect(() => void more(), [more])

  useEffect(() => {
    const clicked = (event: MouseEvent) => {
      const ids = surface.threadsAt(event).filter((id) => id !== DRAFT)
      if (ids.length === 0) return
      setShowsResolved(false)
      // Where threads overlap, each further click shows the next.
      setPicked((now) => ({ id: ids[(ids.indexOf(now?.id ?? '') + 1) % ids.length] ?? '', isInText: true }))
    }
    const pressed = (event: KeyboardEvent) => {
      if (!(event.altKey && (event.ctrlKey || event.metaKey) && event.code === 'KeyM')) return
      event.preventDefault()
      field.current?.focus()
    }
    element.addEventListener('click', clicked)
    element.addEventListener('keydown', pressed)
    return () => {
      element.removeEventListener('click', clicked)
      element.removeEventListener('keydown', pressed)
    }
  }, [element, surface])

  /** What is selected, held by its characters: the words stay the same while others write. */
  const readSelected = (): Draft | null => {
    const place = surface.selected()
    if (!place || !anchors) return null
    const { root } = surface
    return {
      anchor: anchors.of(root, place.from, place.to, document),
      quote: anchors.textOf(root).slice(place.from, place.to),
    }
  }
  const attempt = async (work: () => unknown) => {
    setFault(null)
    try {
      await work()
    } catch (error) {
      setFault(sentenceOf(error))
    }
  }
  const attach = (id: string) =>
    attempt(async () => {
      const words = readSelected()
      if (!words) return setFault('Select the words first.')
      await room.comments.update(id, { anchor: words.anchor })
    })
  const begin = () => attempt(() => setDraft((now) => readSelected() ?? now))
  const cancel = () => {
    setDraft(null)
    element.querySelector<HTMLElement>('[contenteditable="true"], textarea')?.focus()
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const body = String(new FormData(form).get('body')).trim()
    if (!body || isSending) return
    return attempt(async () => {
      const words = draft ?? readSelected()
      if (!words) return setFault('Select the words first.')
      setSending(true)
      try {
        const { id } = await room.comments.create({ body, anchor: words.anchor })
        form.reset()
        setDraft(null)
        setShowsResolved(false)
        setPicked({ id, isInText: false })
      } finally {
        setSending(false)
      }
    })
  }
  return (
    <section className="comments" aria-label="Comments" ref={section} tabIndex={-1}>
      <div className="comments-head">
        <h2>Comments</h2>
        <button
          type="button"
          className="button"
          aria-pressed={showsResolved}
          onClick={() => setShowsResolved(!showsResolved)}
        >
          Resolved
        </button>
      </div>
      {draft && <p className="thread-quote">{draft.quote}</p>}
      <form onSubmit={send}>
        <input
          ref={field}
          className="field"
          name="body"
          aria-label="Comment on the selected words"
          placeholder="Select words, then comment"
          maxLength={10_000}
          onFocus={begin}
          onBlur={({ currentTarget: { value } }) => value || setDraft(null)}
          onKeyDown={({ key }) => key === 'Escape' && cancel()}
        />
        <button type="submit" className="button" disabled={isSending}>
          Comment
        </button>
      </form>
      {fault && (
        <p className="comments-fault" role="alert">
          {fault}
        </p>
      )}
      {threads.length === 0 ? (
        <p className="waiting">{showsResolved ? 'No thread has been resolved.' : 'No comments yet.'}</p>
      ) : (
        <ul className="threads">
          {threads.map(({ thread, words }) => (
            <Thread
              key={thread.id}
              thread={thread}
              words={words}
              isPicked={thread.id === picked?.id}
              isSought={thread.id === picked?.id && picked.isInText}
              comments={room.comments}
              attempt={attempt}
              onPick={() => {
                setPicked({ id: thread.id, isInText: false })
                const mark = markOf(thread.id)
                if (mark) surface.reveal(mark)
              }}
              onAttach={thread.author.userId === room.self.userId ? () => attach(thread.id) : null}
              onGone={() => section.current?.focus()}
            />
          ))}
        </ul>
      )}
      {hasMore && (
        <button type="button" className="button" onClick={more}>
          More threads
        </button>
      )}
    </section>
  )
}
