/** Asks who somebody is before they come in. */
import { type FormEvent, useState } from 'react'
import { Mark } from '../ui/icons.tsx'
import { cleanName, knownPeople, type Me, nameMaxLength, someoneNew } from './identity.ts'

export const NameForm = ({ onName }: { readonly onName: (me: Me) => void }) => {
  const [name, setName] = useState('')
  const [known] = useState(knownPeople)
  const clean = cleanName(name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (clean) onName(known.find((each) => each.name === clean) ?? someoneNew(clean))
  }
  return (
    <main className="door">
      <Mark />
      <h1>Siteflow</h1>
      <p className="quiet">Plan a website together: nine documents, one pen each, a chat and a checklist.</p>
      <form className="door-form" onSubmit={submit}>
        <label htmlFor="name">Your name</label>
        <div className="row">
          <input
            id="name"
            className="field"
            value={name}
            maxLength={nameMaxLength}
            autoComplete="name"
            required
            onChange={(event) => setName(event.target.value)}
          />
          <button className="button button-primary" type="submit">
            Come in
          </button>
        </div>
      </form>
      {known.length > 0 && (
        <div className="door-known">
          <p className="quiet">Or go on as</p>
          {known.map((me) => (
            <button key={me.userId} type="button" className="button" onClick={() => onName(me)}>
              {me.name}
            </button>
          ))}
        </div>
      )}
      <p className="small quiet">
        A development key lets anybody in under any name. An app of yours gives its people room tokens: try one behind{' '}
        <code>#token=</code>.
      </p>
    </main>
  )
}
