/** The side of every page of an organization: which one it is, where one can go, who is signed in. */

import { roleAllows } from '@syncforge/protocol/rights'
import { Link } from '@tanstack/react-router'
import { Search, X } from 'lucide-react'
import { IconButton } from '../components/button.tsx'
import { useOrganization } from '../session/organizations.ts'
import { Brand } from './brand.tsx'
import { managementPages, organizationPages } from './navigation.tsx'
import { OrganizationSwitcher } from './organization-switcher.tsx'
import { PersonMenu } from './person-menu.tsx'
import { ThemeButton } from './theme-button.tsx'

interface SideProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly onSearch: () => void
}

const Pages = ({ pages }: { readonly pages: typeof organizationPages | typeof managementPages }) => {
  const { slug, role } = useOrganization()
  return pages
    .filter(({ right }) => roleAllows(role, right))
    .map(({ to, words, Icon }) => (
      <Link key={to} className="nav-link" to={to} params={{ slug }} activeOptions={{ exact: to === '/orgs/$slug' }}>
        <Icon aria-hidden />
        {words}
      </Link>
    ))
}

export const Side = ({ open, onClose, onSearch }: SideProps) => (
  <aside className="side" data-open={open || undefined} id="side">
    <div className="side-head">
      <Brand href="/" />
      {open ? (
        <IconButton label="Close the navigation" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      ) : (
        <ThemeButton />
      )}
    </div>
    <OrganizationSwitcher />
    <button type="button" className="palette-button" onClick={onSearch}>
      <Search aria-hidden />
      Find or do
      <kbd>Ctrl K</kbd>
    </button>
    <nav className="nav" aria-label="Organization">
      <Pages pages={organizationPages} />
      <p className="nav-heading" aria-hidden>
        Manage
      </p>
      <Pages pages={managementPages} />
    </nav>
    <div className="side-foot">
      <PersonMenu />
    </div>
  </aside>
)
