/** Where somebody goes on after signing in: back to a page of this dashboard, never anywhere else. */

const HOME = '/dashboard/'

/**
 * The path if it is one of the dashboard's own, else its first page.
 *
 * @example nextOf('//evil.example') // '/dashboard/'
 */
export const nextOf = (wanted: unknown): string => {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, location.origin)) return HOME
  const url = new URL(wanted, location.origin)
  if (url.origin !== location.origin || !url.pathname.startsWith(HOME)) return HOME
  return url.pathname + url.search
}

/** The same as an address of this router, which knows nothing of `/dashboard`. */
export const routeOf = (path: string): string => path.slice(HOME.length - 1)
