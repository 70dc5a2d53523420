/** Which organization this is, and the way to another. */
import { Menu } from '@base-ui/react/menu'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import { Avatar } from '../components/avatar.tsx'
import { MenuSurface } from '../components/menu.tsx'
import { organizationsQuery, useOrganization } from '../session/organizations.ts'
import { roleWords } from '../session/rights.ts'

export const OrganizationSwitcher = () => {
  const here = useOrganization()
  const { data: organizations = [] } = useQuery(organizationsQuery)
  const navigate = useNavigate()
  return (
    <Menu.Root>
      <Menu.Trigger className="switcher">
        <Avatar name={here.name} image={here.logo} color={here.color} square />
        <span className="switcher-name">
          <span>{here.name}</span>
          <small>{roleWords[here.role]}</small>
        </span>
        <ChevronsUpDown aria-hidden />
        <span className="visually-hidden">, switch organization</span>
      </Menu.Trigger>
      <MenuSurface align="start">
        <Menu.Group>
          <Menu.GroupLabel className="menu-heading">Your organizations</Menu.GroupLabel>
          {organizations.map(({ id, slug, name, logo, color }) => (
            <Menu.Item
              key={id}
              className="menu-item"
              onClick={() => void navigate({ to: '/orgs/$slug', params: { slug } })}
            >
              <Avatar name={name} image={logo} color={color} square />
              <span>{name}</span>
              {id === here.id && <Check aria-label="shown now" />}
            </Menu.Item>
          ))}
        </Menu.Group>
        <div className="menu-line" />
        <Menu.Item className="menu-item" onClick={() => void navigate({ to: '/welcome' })}>
          <Plus aria-hidden />
          <span>New organization</span>
        </Menu.Item>
      </MenuSurface>
    </Menu.Root>
  )
}
