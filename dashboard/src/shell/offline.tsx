/** Says that the browser has no connection, or the server does not answer: what is shown may be older than it looks. */
import { CloudOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'

const subscribe = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** @param isAway the server was there and does not answer */
export const OfflineBanner = ({ isAway = false }: { readonly isAway?: boolean }) => {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  return (
    <div role="status">
      {(!isOnline || isAway) && (
        <p className="offline">
          <CloudOff aria-hidden />
          {isOnline
            ? 'The server does not answer. What you see is from before; it is tried again by itself.'
            : 'You are offline. What you see is from before; nothing can be changed until the connection is back.'}
        </p>
      )}
    </div>
  )
}
