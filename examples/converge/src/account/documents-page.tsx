/** The documents of an account: its own, and those that others share with it. */
import { type FormEvent, useEffect, useState } from 'react'
import { addressOf } from '../address.ts'
import { createDocument, type Entry, listDocuments, type Me } from '../api.ts'
import { Frame } from '../ui/frame.tsx'
import { spokenTime } from '../ui/times.ts'
import { SignOut } from './sign-out.tsx'

const roles = { owner: 'Yours', editor: 'You may edit', viewer: 'You may read' } as const

interface DocumentsPageProps {
  readonly me: Me
  readonly onSignedOut: (notice: string) => void
}

export const DocumentsPage = ({ me, onSignedOut }: DocumentsPageProps) => {
  const [documents, setDocuments] = useState<readonly Entry[] | null>(null)
  const [name, setName] = useState('')
  const [problem, setProblem] = useState('')
  const attempt = (work: Promise<unknown>) => work.catch((error: Error) => setProblem(error.message))
  useEffect(() => {
    document.title = 'Documents · Converge'
    listDocuments().then(setDocuments, (error: Error) => setProblem(error.message))
  }, [])
  const create = (event: FormEvent) => {
    event.preventDefault()
    setProblem('')
    void attempt(createDocument(name.trim()).then(({ id }) => location.assign(addressOf({ doc: id }))))
  }
  return (
    <Frame
      title="Converge"
      side={
        <>
          <span className="small quiet bar-me">{me.name}</span>
          <SignOut documents={documents ?? []} onSignedOut={onSignedOut} onProblem={setProblem} />
        </>
      }
    >
      <main className="face">
        <h2>Documents</h2>
        {documents === null && !problem && <p className="quiet">Loading…</p>}
        {documents?.length === 0 && <p className="quiet">You have none yet, and nobody shares one with you.</p>}
        <ul className="list">
          {documents?.map((each) => (
            <li key={each.id}>
              <a className="entry" href={addressOf({ doc: each.id })}>
                <strong>{each.name}</strong>
                <span className="small quiet">
                  {roles[each.role]} · {spokenTime(each.at)}
                </span>
              </a>
            </li>
          ))}
        </ul>
        <p className="problem" role="status">
          {problem}
        </p>
        <form className="row" onSubmit={create}>
          <input
            className="field"
            aria-label="Name of a new document"
            placeholder="A new document"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="submit" className="button button-primary" disabled={!name.trim()}>
            Create
          </button>
        </form>
      </main>
    </Frame>
  )
}
