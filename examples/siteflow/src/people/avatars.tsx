/** Draws people as a row of small round plates; spoken it is a list of names. */
import { initials, type Person } from './people.ts'

export const Avatars = ({
  people,
  max = 4,
  label,
}: {
  readonly people: readonly Person[]
  readonly max?: number
  readonly label: string
}) => {
  if (people.length === 0) return null
  const shown = people.length === max + 1 ? people : people.slice(0, max)
  const rest = people.length - shown.length
  return (
    <ul className="avatars" aria-label={label}>
      {shown.map(({ key, name, color, isSelf, activity }) => (
        <li
          key={key}
          className="avatar"
          data-activity={activity}
          style={{ background: color }}
          title={isSelf ? `${name} (you)` : name}
        >
          <span aria-hidden="true">{initials(name)}</span>
          <span className="visually-hidden">{isSelf ? `${name} (you)` : name}</span>
        </li>
      ))}
      {rest > 0 && (
        <li className="avatar avatar-more">
          +{rest}
          <span className="visually-hidden"> more</span>
        </li>
      )}
    </ul>
  )
}
