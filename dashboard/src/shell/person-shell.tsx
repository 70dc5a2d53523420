/** The frame of the pages about oneself, which belong to no organization. */
import { Link, Outlet } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { Brand } from './brand.tsx'
import { OfflineBanner } from './offline.tsx'
import { ThemeButton } from './theme-button.tsx'

export const PersonShell = () => (
  <>
    <a className="skip-link" href="#content">
      Skip to the content
    </a>
    <header className="top-bar">
      <Brand href="/" />
      <Link className="crumb" to="/">
        <ChevronLeft aria-hidden />
        To the dashboard
      </Link>
      <ThemeButton />
    </header>
    <OfflineBanner />
    <main className="content content-narrow" id="content" tabIndex={-1}>
      <Outlet />
    </main>
  </>
)
