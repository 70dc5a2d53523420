/** All projects of a workspace, and the way to a new one. */
import { type FormEvent, type MouseEvent, useEffect, useState } from 'react'
import { addressOf, goTo } from '../address.ts'
import { cleanName, nameMaxLength } from '../people/identity.ts'
import { Bar } from '../ui/bar.tsx'
import { spokenTime } from '../ui/times.ts'
import { useStore } from '../ui/use-store.ts'
import type { ProjectEntry, Projects } from './projects.ts'

const Entry = ({ id, name, at, by }: ProjectEntry) => {
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    goTo({ project: id, doc: null })
  }
  return (
    <li>
      <a className="project" href={addressOf({ project: id, doc: null })} onClick={open}>
        <strong>{cleanName(name)}</strong>
        <span className="small quiet">
          Begun by {cleanName(by)}, {spokenTime(at)}
        </span>
      </a>
    </li>
  )
}

interface ProjectsPageProps {
  readonly projects: Projects
  readonly mayWrite: boolean
  readonly myName: string
  /** `null` for who is who they are by a token. */
  readonly onLeave: (() => void) | null
}

export const ProjectsPage = ({ projects, mayWrite, myName, onLeave }: ProjectsPageProps) => {
  const list = useStore(projects)
  const [name, setName] = useState('')
  const [isLoaded, setLoaded] = useState(false)
  useEffect(() => {
    document.title = 'Projects · Siteflow'
    void projects.loaded.then(() => setLoaded(true))
  }, [projects])
  const create = (event: FormEvent) => {
    event.preventDefault()
    const clean = cleanName(name)
    if (!clean) return
    goTo({ project: projects.create(clean), doc: null })
  }
  return (
    <div className="frame">
      <Bar title="Siteflow">
        <span className="bar-me small quiet">{myName}</span>
        {onLeave && (
          <button type="button" className="button button-small" onClick={onLeave}>
            Change name
          </button>
        )}
      </Bar>
      <main className="face projects">
        <h2>Projects</h2>
        <p className="quiet">Each has nine documents, a checklist for every one of them, and a chat.</p>
        {isLoaded && list.length === 0 && <p className="empty">There is none yet. Begin the first one below.</p>}
        {!isLoaded && list.length === 0 && <p className="quiet">Loading…</p>}
        <ul className="project-list">
          {list.map((entry) => (
            <Entry key={entry.id} {...entry} />
          ))}
        </ul>
        {mayWrite && (
          <form className="row" onSubmit={create}>
            <input
              className="field"
              aria-label="Name of a new project"
              placeholder="A new website"
              maxLength={nameMaxLength}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <button type="submit" className="button button-primary" disabled={!cleanName(name)}>
              Begin
            </button>
          </form>
        )}
      </main>
    </div>
  )
}
