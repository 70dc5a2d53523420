/** The second and third step: a key and a room are made, the snippet is shown, and the first visitor is waited for. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ExternalLink, KeyRound } from 'lucide-react'
import { apiOf, json } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { Button, buttonClass } from '../../components/button.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { ProblemNote } from '../../components/problem-view.tsx'
import { useLive } from '../../live/live.ts'
import type { Organization } from '../../session/organizations.ts'
import { Entry } from '../entry/entry.tsx'
import { keysQuery } from '../keys/queries.ts'
import { endpointOf, snippetOf, tryAddress } from './snippet.ts'
import { Steps } from './steps.tsx'

const ROOM = 'first-room'

/** A public room, which a publishable key may join. One that is there already serves as well. */
const makeRoom = async (organizationId: string): Promise<void> => {
  await json(apiOf(organizationId).rooms.$post({ json: { id: ROOM, name: 'First room', access: 'public' } })).catch(
    (error: unknown) => {
      if (toProblem(error).code !== 'ROOM_EXISTS') throw error
    },
  )
}

const Visitor = ({ organization: { id, slug } }: { readonly organization: Organization }) => {
  const live = useLive(id)
  const room = live.rooms.get(ROOM)
  const names = room?.people.map(({ name }) => name).join(', ')
  return (
    <>
      <div className="waiting" data-live={room ? '' : undefined} role="status">
        <span className="pulse" aria-hidden />
        <div>
          <strong>
            {room ? `${names} ${room.total === 1 ? 'is' : 'are'} here` : 'Waiting for your first visitor…'}
          </strong>
          <p className="quiet">
            {room
              ? 'That is presence, live from your own room.'
              : 'Run the snippet, or open the page that runs it. This turns live by itself.'}
          </p>
        </div>
      </div>
      <div className="form-actions">
        <Link
          className={buttonClass(room ? 'primary' : 'plain')}
          to="/orgs/$slug/rooms/$roomId"
          params={{ slug, roomId: ROOM }}
        >
          Open the room
        </Link>
        <Link className={buttonClass('quiet')} to="/orgs/$slug" params={{ slug }}>
          To the overview
        </Link>
      </div>
    </>
  )
}

export const FirstKey = ({ organization }: { readonly organization: Organization }) => {
  const { id: organizationId, name } = organization
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: async () => {
      await makeRoom(organizationId)
      const made = await json(
        apiOf(organizationId).organizations[':organizationId']['api-keys'].$post({
          param: { organizationId },
          json: { name: 'First key', kind: 'publishable' },
        }),
      )
      await queries.invalidateQueries({ queryKey: keysQuery(organizationId).queryKey })
      return made.key
    },
  })
  const apiKey = make.data
  if (apiKey === undefined)
    return (
      <Entry
        wide
        title={`${name} is there`}
        lead="A publishable key lets a browser join your public rooms. It is shown once, so take it along."
      >
        <Steps at={1} />
        {make.error !== null && <ProblemNote problem={toProblem(make.error)} />}
        <div className="form-actions">
          <Button look="primary" icon={<KeyRound aria-hidden />} busy={make.isPending} onClick={() => make.mutate()}>
            Make my key
          </Button>
        </div>
      </Entry>
    )
  const endpoint = endpointOf(location.origin)
  return (
    <Entry wide title="Meet your first visitor" lead="Your key is in the snippet. It is shown this once.">
      <Steps at={2} />
      <CodeBlock label="Your publishable key" code={apiKey} />
      <CodeBlock label="In your app" code={snippetOf({ apiKey, endpoint, roomId: ROOM })} />
      <div className="form-actions">
        <a
          className={buttonClass('primary')}
          href={tryAddress({ apiKey, roomId: ROOM })}
          target="_blank"
          rel="noreferrer"
        >
          <ExternalLink aria-hidden />
          Run it in a new window
        </a>
      </div>
      <Visitor organization={organization} />
    </Entry>
  )
}
