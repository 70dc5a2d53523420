/** Who may do what in a room: by a link, by a mail, by a grant; and who is to stay out. */
import { getRouteApi } from '@tanstack/react-router'
import { Links } from './links.tsx'
import { DecidedPeople } from './people.tsx'
import { Shares } from './shares.tsx'

const route = getRouteApi('/signed-in/orgs/$slug/rooms/$roomId')

export const Access = () => {
  const { roomId } = route.useParams()
  return (
    <div className="stack">
      <DecidedPeople roomId={roomId} />
      <Links roomId={roomId} />
      <Shares roomId={roomId} />
    </div>
  )
}
