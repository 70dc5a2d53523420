/** A few of the people who are somewhere, and how many there are. */
import type { LiveRoom } from '../../../workers/edge/routes/index.ts'
import { Avatar } from '../components/avatar.tsx'

const SHOWN = 4

export const Faces = ({ room }: { readonly room: LiveRoom | undefined }) => {
  if (!room) return <span className="quiet">nobody</span>
  const shown = room.people.slice(0, SHOWN)
  const names = shown.map(({ name }) => name).join(', ')
  return (
    <span className="faces" title={names}>
      {shown.map(({ userId, verified, name, color }) => (
        <Avatar key={`${userId} ${verified}`} name={name} color={color} />
      ))}
      <span className="faces-more numbers">
        {room.total}
        <span className="visually-hidden">
          {room.total === 1 ? ' person: ' : ' people: '}
          {names}
        </span>
      </span>
    </span>
  )
}
