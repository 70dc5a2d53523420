/** A person or an organization as a small picture: theirs, or their initials on a colour that is always the same for them. */
interface AvatarProps {
  readonly name: string
  readonly image?: string | null | undefined
  readonly color?: string | null | undefined
  readonly square?: boolean
  readonly activity?: 'active' | 'idle' | 'away' | undefined
}

const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/u)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return (
    letters
      .map((word) => Array.from(word ?? '')[0] ?? '')
      .join('')
      .toLocaleUpperCase() || '?'
  )
}

const hueOf = (name: string): number => {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360
  return hash
}

export const Avatar = ({ name, image, color, square, activity }: AvatarProps) => (
  <span
    className={square ? 'avatar avatar-square' : 'avatar'}
    style={{ '--avatar-color': color ?? `oklch(0.5 0.11 ${hueOf(name)})` } as React.CSSProperties}
    data-activity={activity}
    aria-hidden
  >
    {image ? <img src={image} alt="" referrerPolicy="no-referrer" /> : initialsOf(name)}
  </span>
)
