/** The text as it is now, and below it what waits to be sent or was refused. */
import type { Room, Store } from '@syncforge/client'
import { useEffect, useRef, useState } from 'react'
import { spokenTime } from '../ui/times.ts'
import { useStore } from '../ui/use-store.ts'
import { openQueue, type Waiting } from './queue.ts'
import { bindField } from './text-field.ts'

const signs = { saved: 'Saved', synchronizing: 'Saving…', offline: 'Offline', refused: 'Not saved' } as const

const WaitingList = ({ queue }: { readonly queue: Store<readonly Waiting[]> }) => {
  const waiting = useStore(queue)
  if (waiting.length === 0) return null
  return (
    <section className="waiting" aria-label="Waiting to be sent">
      <h2>
        {waiting.length} {waiting.length === 1 ? 'change waits' : 'changes wait'} in this browser
      </h2>
      <ol>
        {waiting.map(({ at, added, removed }) => (
          <li key={at} className="small">
            {spokenTime(at)} <span className="added">+{added}</span> <span className="removed">−{removed}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

export const Editor = ({ room, mayWrite }: { readonly room: Room; readonly mayWrite: boolean }) => {
  const field = useRef<HTMLTextAreaElement>(null)
  const sync = useStore(room.sync)
  const refused = useStore(room.refused)
  const [queue, setQueue] = useState<Store<readonly Waiting[]> | null>(null)
  const [life, setLife] = useState(0)
  const [isHere, setHere] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a discard the document is another one
  useEffect(() => {
    let close = () => {}
    let isOver = false
    const document = room.getDocument()
    void document.whenLoaded.then(() => {
      if (isOver || !field.current) return
      const text = document.getText('content')
      const bound = bindField(field.current, text)
      const opened = openQueue(room, text, bound.isMine)
      setQueue(opened)
      setHere(true)
      close = () => {
        opened.close()
        bound.close()
      }
    })
    return () => {
      isOver = true
      close()
    }
  }, [room, life])
  return (
    <>
      <p className="sign small" role="status" data-sign={sync}>
        {signs[sync]}
      </p>
      <textarea
        ref={field}
        className="text"
        aria-label="Text"
        aria-busy={!isHere}
        readOnly={!mayWrite || !isHere}
        placeholder={mayWrite ? 'Write here' : 'Nothing is written here yet'}
        spellCheck
      />
      {refused.length > 0 && (
        <div className="banner" role="alert">
          {refused.map(({ error }) => `${error.message} (${error.code})`).join(' ')}
          <button type="button" className="button button-small" onClick={() => refused.map(({ retry }) => retry())}>
            Send again
          </button>
          <button
            type="button"
            className="button button-small"
            onClick={() => {
              if (!confirm('Drop what was not saved?')) return
              for (const edits of refused) edits.discard()
              setLife(life + 1)
            }}
          >
            Drop it
          </button>
        </div>
      )}
      {queue && <WaitingList queue={queue} />}
    </>
  )
}
