/** Decides what shows: who one is, the list of projects, or one of them. */
import { type Room, SyncForge } from '@syncforge/client'
import { useEffect, useMemo, useState } from 'react'
import { goTo, tokenFromAddress, usePlace } from './address.ts'
import { becomes, currentMe, leavesTab, type Me } from './people/identity.ts'
import { NameForm } from './people/name-form.tsx'
import { nameOf } from './people/people.ts'
import { Project } from './project/project.tsx'
import { openProjects, type Projects } from './projects/projects.ts'
import { ProjectsPage } from './projects/projects-page.tsx'
import { Failed, Loading } from './room/face.tsx'
import { useRoom } from './room/use-room.ts'
import { useStore } from './ui/use-store.ts'

/** The publishable key of a development server: it opens public rooms and may stand in a page. */
const apiKey = 'pk_dev_syncforge'
const endpoint = location.origin.replace(/^http/, 'ws')

interface InsideProps {
  readonly client: SyncForge
  readonly me: Me | null
  readonly why: string
  readonly onLeave: (() => void) | null
}

const Listed = ({
  room,
  projects,
  onLeave,
}: { readonly room: Room; readonly projects: Projects } & Pick<InsideProps, 'onLeave'>) => (
  <ProjectsPage
    projects={projects}
    mayWrite={['write', 'moderate'].includes(useStore(room.access))}
    myName={nameOf(room.self.userInfo)}
    onLeave={onLeave}
  />
)

const empty: ReturnType<Projects['get']> = []
const none: Pick<Projects, 'get' | 'subscribe'> = { get: () => empty, subscribe: () => () => {} }

/** The name of a project stands in its workspace; who may not read that sees the id. */
const InProject = ({
  client,
  me,
  why,
  projects,
  id,
}: InsideProps & { readonly projects: Projects | null; readonly id: string }) => {
  const { joined, again } = useRoom(client, id, me)
  const name = useStore(projects ?? none).find((entry) => entry.id === id)?.name ?? id
  const back = () => goTo({ project: null, doc: null })
  if (joined.at === 'joining') return <Loading title={name} />
  if (joined.at === 'failed') return <Failed title={name} problem={joined.problem} onRetry={again} onBack={back} />
  return <Project key={id} room={joined.room} name={name} why={why} onRejoin={again} />
}

const Inside = (props: InsideProps) => {
  const { client, me, onLeave } = props
  const { workspace, project } = usePlace()
  const { joined, again } = useRoom(client, workspace, me)
  const room = joined.at === 'in' ? joined.room : null
  const projects = useMemo(() => room && openProjects(room), [room])
  if (project !== null) return <InProject key={project} {...props} projects={projects} id={project} />
  if (joined.at === 'failed') return <Failed title="Siteflow" problem={joined.problem} onRetry={again} />
  if (!room || !projects) return <Loading title="Siteflow" />
  return <Listed room={room} projects={projects} onLeave={onLeave} />
}

export const App = () => {
  const [token] = useState(tokenFromAddress)
  const [me, setMe] = useState(currentMe)
  const [why, setWhy] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person is another client
  const client = useMemo(
    () =>
      new SyncForge({
        ...(token === null ? { apiKey } : { authEndpoint: async () => ({ token }) }),
        endpoint,
        onError: (error) => setWhy(`${error.message} (${error.code})`),
      }),
    [token, me],
  )
  useEffect(() => () => client.close(), [client])
  if (token === null && me === null) {
    return (
      <NameForm
        onName={(next) => {
          becomes(next)
          setMe(next)
        }}
      />
    )
  }
  const leave = () => {
    leavesTab()
    setMe(null)
  }
  return <Inside client={client} me={token === null ? me : null} why={why} onLeave={token === null ? leave : null} />
}
