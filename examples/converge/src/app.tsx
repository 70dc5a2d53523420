/** Decides what shows: the way in, the documents of the account, or one of them. */
import { useCallback, useEffect, useState } from 'react'
import { DocumentsPage } from './account/documents-page.tsx'
import { SignIn } from './account/sign-in.tsx'
import { linkFromAddress, placeFromAddress } from './address.ts'
import { getMe, type Me, whenSignedOutElsewhere } from './api.ts'
import { DocumentPage } from './document/document-page.tsx'
import { Frame } from './ui/frame.tsx'

type Who =
  | { readonly at: 'asking' }
  | { readonly at: 'failed'; readonly message: string }
  | { readonly at: 'known'; readonly me: Me | null }

export const App = () => {
  const [{ doc, at }] = useState(placeFromAddress)
  const [link] = useState(linkFromAddress)
  const [who, setWho] = useState<Who>({ at: 'asking' })
  const [notice, setNotice] = useState('')
  const ask = useCallback(() => {
    setWho({ at: 'asking' })
    getMe().then(
      (me) => setWho({ at: 'known', me }),
      (error: Error) => setWho({ at: 'failed', message: error.message }),
    )
  }, [])
  useEffect(ask, [ask])
  useEffect(() => whenSignedOutElsewhere(() => location.reload()), [])
  if (who.at === 'asking') {
    return (
      <Frame title="Converge">
        <main className="face" aria-busy="true">
          <p className="quiet">Loading…</p>
        </main>
      </Frame>
    )
  }
  if (who.at === 'failed') {
    return (
      <Frame title="Converge">
        <main>
          <div className="face" role="alert">
            <h2>The server can’t be reached</h2>
            <p>{who.message}</p>
            <button type="button" className="button button-primary" onClick={ask}>
              Try again
            </button>
          </div>
        </main>
      </Frame>
    )
  }
  // Whoever has a link comes in without an account.
  if (doc !== null && (who.me || link)) return <DocumentPage id={doc} at={at} me={who.me} link={link} />
  if (!who.me) return <SignIn notice={notice} onSignedIn={ask} />
  const signedOut = (said: string) => {
    setNotice(said)
    ask()
  }
  return <DocumentsPage me={who.me} onSignedOut={signedOut} />
}
