/** Leads from one page of the routes to the next without a new page, so that a key typed into a form goes along in memory and is kept nowhere. */

const isOfRoutes = (pathname: string): boolean => /^\/docs\/(?:rest\/[\w-]+\/)?$/.test(pathname)

/** Where a route is now that had its place on the page of them all. */
const movedTo = (): string | null =>
  location.hash.length > 1
    ? (document.querySelector<HTMLAnchorElement>(`.routes > [id="${CSS.escape(location.hash.slice(1))}"] > a`)?.href ??
      null)
    : null

const load = async (address: string): Promise<Document> => {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  return new DOMParser().parseFromString(await answer.text(), 'text/html')
}

const put = (next: Document) => {
  document.title = next.title
  for (const part of ['main', '.pages nav']) {
    document.querySelector(part)?.replaceWith(next.querySelector(part) ?? '')
  }
  document.querySelector('.contents')?.remove()
  document.querySelector('.columns')?.append(next.querySelector('.contents') ?? '')
}

const scrollToPlace = (y: number | undefined) => {
  const heading = document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? document.querySelector('h1')
  if (!heading) return
  // Who hears the page is read on from here.
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
  if (y !== undefined) scrollTo({ top: y, behavior: 'instant' })
  else if (location.hash.length > 1) heading.scrollIntoView({ behavior: 'instant' })
  else scrollTo({ top: 0, behavior: 'instant' })
}

/** @param enhance is called for each page that is shown in place of this one */
export const walkInside = (enhance: () => void): void => {
  let shown = location.pathname
  let asked = 0

  const show = async (address: URL, scrollY?: number) => {
    asked += 1
    const mine = asked
    let next: Document
    try {
      next = await load(address.pathname)
    } catch {
      // The browser says what is wrong, as of every page.
      return location.reload()
    }
    if (mine !== asked) return
    shown = address.pathname
    put(next)
    enhance()
    forward()
    scrollToPlace(scrollY)
  }

  const go = (address: URL) => {
    history.replaceState({ scrollY }, '')
    history.pushState(null, '', address)
    void show(address)
  }

  const forward = () => {
    const address = movedTo()
    if (address === null) return
    history.replaceState(null, '', address)
    void show(new URL(address))
  }

  document.addEventListener('click', (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.origin !== location.origin || !isOfRoutes(link.pathname) || link.pathname === shown) return
    event.preventDefault()
    if (matchMedia('(max-width: 900px)').matches) link.closest('details')?.removeAttribute('open')
    go(new URL(link.href))
  })
  addEventListener('popstate', (event) => {
    if (location.pathname !== shown && isOfRoutes(location.pathname)) {
      void show(new URL(location.href), (event.state as { scrollY?: number } | null)?.scrollY)
    }
  })
  addEventListener('hashchange', () => {
    if (location.pathname === shown) forward()
  })
  forward()
}
