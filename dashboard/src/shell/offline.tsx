/** Says that the browser has no connection, the server does not answer, or something behind it is away: what is shown may be older than it looks. */
import { useQueryClient } from '@tanstack/react-query'
import { CloudOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { mayPass } from '../api/queries.ts'

const subscribe = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** What is shown, was asked for again, and could not be had. */
const useIsOld = (): boolean => {
  const cache = useQueryClient().getQueryCache()
  const isOld = () =>
    cache
      .findAll({ type: 'active' })
      .some(({ state: { status, data, error } }) => status === 'error' && data !== undefined && mayPass(error))
  return useSyncExternalStore((listener) => cache.subscribe(listener), isOld)
}

/** @param isAway the server was there and does not answer */
export const OfflineBanner = ({ isAway = false }: { readonly isAway?: boolean }) => {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  const isOld = useIsOld()
  return (
    <div role="status">
      {(!isOnline || isAway || isOld) && (
        <p className="offline">
          <CloudOff aria-hidden />
          {isOnline
            ? `${isAway ? 'The server does not answer.' : 'Something is away at the moment.'} What you see is from before; it is tried again by itself.`
            : 'You are offline. What you see is from before; nothing can be changed until the connection is back.'}
        </p>
      )}
    </div>
  )
}
