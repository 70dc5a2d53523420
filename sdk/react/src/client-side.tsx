'use client'
/** Owns what is shown in the browser alone. */
import { type ReactElement, type ReactNode, Suspense, useSyncExternalStore } from 'react'

const never = () => () => {}
const yes = () => true
const no = () => false

/**
 * Suspense that shows `fallback` on the server and in the first render of the browser too, so that nothing inside it runs there.
 *
 * @example <ClientSideSuspense fallback={<Spinner />}><Editor /></ClientSideSuspense>
 */
export const ClientSideSuspense = ({
  fallback,
  children,
}: {
  readonly fallback: ReactNode
  readonly children?: ReactNode
}): ReactElement => {
  const isBrowser = useSyncExternalStore(never, yes, no)
  return <Suspense fallback={fallback}>{isBrowser ? children : fallback}</Suspense>
}
