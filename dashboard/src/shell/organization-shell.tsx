/** The frame of an organization's pages. */
import { getRouteApi, Outlet, useRouterState } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from 'react'
import { IconButton } from '../components/button.tsx'
import { sayProblem } from '../components/toast.tsx'
import { useLive } from '../live/live.ts'
import { useNews } from '../live/news.ts'
import { type Organization, OrganizationContext } from '../session/organizations.ts'
import { OfflineBanner } from './offline.tsx'
import { Side } from './side.tsx'
import { ThemeButton } from './theme-button.tsx'

const route = getRouteApi('/signed-in/orgs/$slug')

const Deleted = lazy(() =>
  import('../pages/settings/deleted.tsx').then(({ Deleted: component }) => ({ default: component })),
)

type Palette = typeof import('./palette.tsx').Palette

type Limits = ComponentType<Parameters<typeof import('./limit-strip.tsx').LimitStrip>[0]>

const LimitStrip = lazy(() =>
  import('./limit-strip.tsx').then<{ default: Limits }, { default: Limits }>(
    ({ LimitStrip: component }) => ({ default: component }),
    // The page goes on without it.
    () => ({ default: () => null }),
  ),
)

/** What there is to say above every page. What is seldom said is loaded when there is something to say. */
const Notices = ({ organizationId }: { readonly organizationId: string }) => {
  const { limits, news, status } = useLive(organizationId)
  useNews(organizationId, news)
  return (
    <>
      <OfflineBanner isAway={status === 'away'} />
      <div role="status">
        {limits.length > 0 && (
          <Suspense>
            <LimitStrip limits={limits} />
          </Suspense>
        )}
      </div>
    </>
  )
}

/** Opens with Ctrl-K and Cmd-K; loaded when it is first asked for. */
const usePalette = () => {
  const [open, setOpen] = useState(false)
  const [Palette, setPalette] = useState<Palette | null>(null)
  const isAsked = open && Palette === null
  useEffect(() => {
    if (!isAsked) return
    import('./palette.tsx').then(
      ({ Palette: loaded }) => setPalette(() => loaded),
      (error: unknown) => {
        setOpen(false)
        sayProblem(error)
      },
    )
  }, [isAsked])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen((isOpen) => !isOpen)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return { open, Palette, change: setOpen }
}

export const OrganizationShell = () => {
  const { organization } = route.useRouteContext()
  const { deletedAt } = organization
  if (deletedAt === null) return <Shell organization={organization} />
  return (
    <Suspense>
      <Deleted organization={organization} deletedAt={deletedAt} />
    </Suspense>
  )
}

const Shell = ({ organization }: { readonly organization: Organization }) => {
  const [sideOpen, setSideOpen] = useState(false)
  const palette = usePalette()
  const menuButton = useRef<HTMLButtonElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever arrives somewhere has chosen
  useEffect(() => setSideOpen(false), [path])
  const closeSide = () => {
    setSideOpen(false)
    menuButton.current?.focus()
  }
  return (
    <OrganizationContext value={organization}>
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <div className="shell">
        <header className="bar">
          <IconButton
            ref={menuButton}
            label="Navigation"
            aria-expanded={sideOpen}
            aria-controls="side"
            onClick={() => setSideOpen(true)}
          >
            <Menu aria-hidden />
          </IconButton>
          <span className="bar-name">{organization.name}</span>
          <ThemeButton />
        </header>
        {sideOpen && (
          <button type="button" className="scrim" aria-label="Close the navigation" tabIndex={-1} onClick={closeSide} />
        )}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what lies over the page, wherever the focus is in it */}
        <div className="side-place" onKeyDown={({ key }) => key === 'Escape' && sideOpen && closeSide()}>
          <Side open={sideOpen} onClose={closeSide} onSearch={() => palette.change(true)} />
        </div>
        <div className="main-column">
          <Notices organizationId={organization.id} />
          <main className="content" id="content" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
      {palette.Palette !== null && <palette.Palette open={palette.open} onChange={palette.change} />}
    </OrganizationContext>
  )
}
