/** The command palette: every page, every organization and the rooms that were found, by a few letters. */
import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { roleAllows } from '@syncforge/protocol/rights'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { BookOpen, DoorOpen, LogOut, MoonStar, Plus, ShieldCheck, UserRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Avatar } from '../components/avatar.tsx'
import { roomSearchQuery } from '../pages/rooms/queries.ts'
import { organizationsQuery, useOrganization } from '../session/organizations.ts'
import { managementPages, organizationPages } from './navigation.tsx'
import { useSignOut } from './person-menu.tsx'
import { chooseTheme, otherTheme, useTheme } from './theme.ts'

interface Command {
  readonly value: string
  readonly label: string
  readonly hint?: string
  readonly icon: ReactNode
  readonly run: () => void
}

interface Group {
  readonly value: string
  readonly items: readonly Command[]
}

const useCommands = (typed: string): Group[] => {
  const { slug, role, id: organizationId } = useOrganization()
  const { data: organizations = [] } = useQuery(organizationsQuery)
  const { data: rooms = [] } = useQuery(roomSearchQuery(organizationId, typed))
  const navigate = useNavigate()
  const theme = useTheme()
  const signOut = useSignOut()
  const pages = [...organizationPages, ...managementPages]
    .filter(({ right }) => roleAllows(role, right))
    .map(({ to, words, Icon }) => ({
      value: to,
      label: words,
      icon: <Icon aria-hidden />,
      run: () => void navigate({ to, params: { slug } }),
    }))
  const own: Command[] = [
    {
      value: 'profile',
      label: 'Profile',
      icon: <UserRound aria-hidden />,
      run: () => void navigate({ to: '/profile' }),
    },
    {
      value: 'security',
      label: 'Security',
      icon: <ShieldCheck aria-hidden />,
      run: () => void navigate({ to: '/security' }),
    },
    { value: 'docs', label: 'API reference', icon: <BookOpen aria-hidden />, run: () => location.assign('/docs') },
    {
      value: 'theme',
      label: otherTheme(theme) === 'dark' ? 'Dark theme' : 'Light theme',
      icon: <MoonStar aria-hidden />,
      run: () => chooseTheme(otherTheme(theme)),
    },
    { value: 'sign-out', label: 'Sign out', icon: <LogOut aria-hidden />, run: () => signOut.mutate() },
  ]
  const newRoom: Command = {
    value: 'new-room',
    label: 'Create a room',
    icon: <Plus aria-hidden />,
    run: () => void navigate({ to: '/orgs/$slug/rooms', params: { slug }, search: { new: '1' } }),
  }
  return [
    {
      value: 'Rooms',
      items: [
        ...rooms.map(({ id, name }) => ({
          value: `room ${id}`,
          label: name ?? id,
          hint: id,
          icon: <DoorOpen aria-hidden />,
          run: () => void navigate({ to: '/orgs/$slug/rooms/$roomId', params: { slug, roomId: id } }),
        })),
        ...(roleAllows(role, 'rooms:write') ? [newRoom] : []),
      ],
    },
    { value: 'Go to', items: pages },
    {
      value: 'Switch to',
      items: organizations
        .filter(({ slug: other }) => other !== slug)
        .map(({ id, name, slug: other, logo, color }) => ({
          value: id,
          label: name,
          icon: <Avatar name={name} image={logo} color={color} square />,
          run: () => void navigate({ to: '/orgs/$slug', params: { slug: other } }),
        })),
    },
    { value: 'You', items: own },
  ].filter(({ items }) => items.length > 0)
}

interface PaletteProps {
  readonly open: boolean
  readonly onChange: (open: boolean) => void
}

export const Palette = ({ open, onChange }: PaletteProps) => {
  const [typed, setTyped] = useState('')
  const groups = useCommands(typed.trim())
  const close = () => {
    onChange(false)
    setTyped('')
  }
  return (
    <Dialog.Root open={open} onOpenChange={(isOpen) => (isOpen ? onChange(true) : close())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="palette" aria-label="Command palette">
          <Autocomplete.Root
            open
            inline
            items={groups}
            autoHighlight="always"
            keepHighlight
            value={typed}
            onValueChange={setTyped}
            itemToStringValue={({ label, hint }: Command) => `${label} ${hint ?? ''}`}
          >
            <Autocomplete.Input
              className="palette-input"
              aria-label="Find a page, a room or something to do"
              placeholder="Find or do…"
            />
            <Autocomplete.Empty className="palette-none">Nothing goes by that name.</Autocomplete.Empty>
            <Autocomplete.List className="palette-list">
              {({ value, items }: Group) => (
                <Autocomplete.Group key={value} items={items}>
                  <Autocomplete.GroupLabel className="menu-heading">{value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(command: Command) => (
                      <Autocomplete.Item
                        key={command.value}
                        className="menu-item"
                        value={command}
                        onClick={() => {
                          close()
                          command.run()
                        }}
                      >
                        {command.icon}
                        <span>
                          {command.label}
                          {command.hint !== undefined && command.hint !== command.label && (
                            <small>{command.hint}</small>
                          )}
                        </span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
