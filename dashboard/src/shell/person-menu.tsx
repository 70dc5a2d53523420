/** Who is signed in, their own pages, and the way out. */
import { Menu } from '@base-ui/react/menu'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { BookOpen, ChevronsUpDown, LogOut, ShieldCheck, UserRound } from 'lucide-react'
import { Avatar } from '../components/avatar.tsx'
import { MenuSurface } from '../components/menu.tsx'
import { sayProblem } from '../components/toast.tsx'
import { sessionQuery } from '../session/session.ts'

/** Ends this browser's session; what was kept of it here is forgotten. */
export const useSignOut = () => {
  const queries = useQueryClient()
  return useMutation({
    // Loaded when it is needed: no page of an organization asks accounts for anything else.
    mutationFn: async () => {
      const { accounts, told } = await import('../api/accounts.ts')
      await told(accounts.signOut())
    },
    onSuccess: () => {
      queries.clear()
      location.assign('/dashboard/sign-in')
    },
    onError: sayProblem,
  })
}

export const PersonMenu = () => {
  const { data: session } = useQuery(sessionQuery)
  const navigate = useNavigate()
  const signOut = useSignOut()
  if (!session) return null
  const { name, email, image } = session.user
  return (
    <Menu.Root>
      <Menu.Trigger className="person-button">
        <Avatar name={name} image={image} />
        <span className="switcher-name">
          <span>{name}</span>
          <small>{email}</small>
        </span>
        <ChevronsUpDown aria-hidden />
      </Menu.Trigger>
      <MenuSurface align="start">
        <Menu.Item className="menu-item" onClick={() => void navigate({ to: '/profile' })}>
          <UserRound aria-hidden />
          <span>Profile</span>
        </Menu.Item>
        <Menu.Item className="menu-item" onClick={() => void navigate({ to: '/security' })}>
          <ShieldCheck aria-hidden />
          <span>Security</span>
        </Menu.Item>
        <Menu.LinkItem className="menu-item" href="/docs">
          <BookOpen aria-hidden />
          <span>API reference</span>
        </Menu.LinkItem>
        <div className="menu-line" />
        <Menu.Item className="menu-item" onClick={() => signOut.mutate()}>
          <LogOut aria-hidden />
          <span>Sign out</span>
        </Menu.Item>
      </MenuSurface>
    </Menu.Root>
  )
}
