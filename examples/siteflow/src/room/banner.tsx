/** Says so when the line is lost, when one may only read, and when the stay is over. */
import type { Room } from '@syncforge/client'
import { useStore } from '../ui/use-store.ts'

interface BannerProps {
  readonly room: Room
  readonly why: string
  readonly onRejoin: () => void
}

export const Banner = ({ room, why, onRejoin }: BannerProps) => {
  const status = useStore(room.status)
  const access = useStore(room.access)
  if (status === 'disconnected') {
    return (
      <p className="banner" role="alert">
        You are not in this project any more. {why}{' '}
        <button type="button" className="button button-small" onClick={onRejoin}>
          Come in again
        </button>
      </p>
    )
  }
  if (status !== 'connected') {
    return (
      <p className="banner" role="status">
        You’re offline. What you write is kept in this browser and saved when the line is back.
      </p>
    )
  }
  if (access === 'read' || access === 'comment') {
    return (
      <p className="banner banner-calm" role="status">
        You may {access === 'read' ? 'read this project' : 'read this project and comment'}.
      </p>
    )
  }
  return null
}
