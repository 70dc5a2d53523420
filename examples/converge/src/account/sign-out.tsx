/** The way out. What this browser keeps of documents goes with it, so that whoever comes next reads none of it; what waits is asked about first. */
import { useRef, useState } from 'react'
import { addressOf } from '../address.ts'
import { type Entry, signOut } from '../api.ts'
import { forgetDocuments } from '../document/open.ts'
import { listWaiting, type WaitingDocument } from '../document/queue.ts'

interface SignOutProps {
  readonly documents: readonly Entry[]
  /** `notice`: what did not work all the same, empty when everything did. */
  readonly onSignedOut: (notice: string) => void
  readonly onProblem: (message: string) => void
}

export const SignOut = ({ documents, onSignedOut, onProblem }: SignOutProps) => {
  const [waiting, setWaiting] = useState<readonly WaitingDocument[]>([])
  const [isBusy, setBusy] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const leave = async () => {
    dialog.current?.close()
    setBusy(true)
    try {
      await signOut()
    } catch (error) {
      setBusy(false)
      return onProblem((error as Error).message)
    }
    const notice = await forgetDocuments().then(
      () => '',
      (error: Error) => `You are signed out, but copies of your documents are still in this browser: ${error.message}`,
    )
    onSignedOut(notice)
  }
  const ask = () => {
    const found = listWaiting()
    setWaiting(found)
    if (found.length === 0) void leave()
    else dialog.current?.showModal()
  }
  return (
    <>
      <button type="button" className="button button-small" disabled={isBusy} onClick={ask}>
        Sign out
      </button>
      <dialog ref={dialog} className="question" aria-labelledby="leave-title" aria-describedby="leave-why">
        <h2 id="leave-title">Not everything has been sent</h2>
        <p id="leave-why">
          Signing out deletes what this browser keeps of your documents, and with it what you wrote there without a
          network. A document sends it when it is opened with one.
        </p>
        <ul className="list">
          {waiting.map(({ id, changes }) => (
            <li key={id}>
              <a href={addressOf({ doc: id })}>{documents.find((each) => each.id === id)?.name ?? id}</a>:{' '}
              {changes === 1 ? '1 change waits' : `${changes} changes wait`}
            </li>
          ))}
        </ul>
        <div className="row">
          <button type="button" className="button button-primary" onClick={() => dialog.current?.close()}>
            Stay signed in
          </button>
          <button type="button" className="button" onClick={() => void leave()}>
            Sign out and delete it
          </button>
        </div>
      </dialog>
    </>
  )
}
