/** With whom a document is shared: by e-mail, by link, and in which role. Only its owner sees this. */
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { changeRole, getSharing, invite, makeLink, type Role, revokeLink, type Sharing } from '../api.ts'

const RoleField = ({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: Role
  readonly onChange: (role: Role) => void
}) => (
  <select
    className="field role-field"
    aria-label={label}
    value={value}
    onChange={(event) => onChange(event.target.value as Role)}
  >
    <option value="editor">Editor</option>
    <option value="viewer">Viewer</option>
  </select>
)

export const SharePanel = ({ id }: { readonly id: string }) => {
  const [sharing, setSharing] = useState<Sharing | null>(null)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('editor')
  const [url, setUrl] = useState('')
  const [note, setNote] = useState('')
  const load = useCallback(() => getSharing(id).then(setSharing, (error: Error) => setNote(error.message)), [id])
  useEffect(() => void load(), [load])
  const attempt = async (work: () => Promise<string>) => {
    try {
      setNote(await work())
      await load()
    } catch (error) {
      setNote((error as Error).message)
    }
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => {
      await invite(id, email, role)
      setEmail('')
      return `A mail is on its way to ${email}.`
    })
  }
  const link = () =>
    attempt(async () => {
      setUrl((await makeLink(id, role)).url)
      return 'Whoever has this link comes in, without an account.'
    })
  return (
    <aside className="panel" aria-label="Share">
      <h2>Share</h2>
      <form className="stack" onSubmit={send}>
        <div className="row">
          <input
            className="field"
            type="email"
            aria-label="E-mail of a person"
            placeholder="ada@example.com"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <RoleField label="As" value={role} onChange={setRole} />
        </div>
        <div className="row">
          <button type="submit" className="button button-primary" disabled={!email}>
            Invite
          </button>
          <button type="button" className="button" onClick={() => void link()}>
            Make a link
          </button>
        </div>
      </form>
      {url && (
        <input className="field" aria-label="Link" readOnly value={url} onFocus={(event) => event.target.select()} />
      )}
      <p className="small" role="status">
        {note}
      </p>
      <h2>People</h2>
      <ul className="steps" aria-label="People">
        {sharing?.people.length === 0 && sharing.invited.length === 0 && (
          <li className="quiet small">Nobody but you.</li>
        )}
        {sharing?.people.map(({ userId, name, role: has }) => (
          <li key={userId} className="row">
            <span className="grow">{name}</span>
            <RoleField
              label={`Role of ${name}`}
              value={has}
              onChange={(next) =>
                void attempt(async () => {
                  await changeRole(id, userId, next)
                  return `${name} is ${next} now.`
                })
              }
            />
            <button
              type="button"
              className="button button-small"
              onClick={() =>
                void attempt(async () => {
                  await changeRole(id, userId, null)
                  return `${name} has it no more.`
                })
              }
            >
              Remove<span className="visually-hidden"> {name}</span>
            </button>
          </li>
        ))}
        {sharing?.invited.map(({ id: shareId, email: address, role: has }) => (
          <li key={shareId} className="small">
            {address} <span className="quiet">invited as {has}</span>
          </li>
        ))}
      </ul>
      <h2>Links</h2>
      <ul className="steps" aria-label="Links">
        {sharing?.links.length === 0 && <li className="quiet small">None.</li>}
        {sharing?.links.map(({ id: linkId, role: has }) => (
          <li key={linkId} className="row">
            <span className="grow">For {has === 'editor' ? 'editors' : 'viewers'}</span>
            <button
              type="button"
              className="button button-small"
              onClick={() =>
                void attempt(async () => {
                  await revokeLink(id, linkId)
                  return 'The link opens nothing any more.'
                })
              }
            >
              Revoke
            </button>
          </li>
        ))}
      </ul>
    </aside>
  )
}
