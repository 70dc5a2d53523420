/** The pages of people who are signed in: their own, and those of the organizations that they belong to. */
import { createRoute, notFound, redirect } from '@tanstack/react-router'
import { queryClient } from '../api/queries.ts'
import { lastOrganization, organizationsQuery, rememberOrganization } from '../session/organizations.ts'
import { NotFound } from '../shell/root.tsx'
import { lazyPage, onlyForPeople, root, searchOf } from './root.ts'

const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', beforeLoad: onlyForPeople })

const getParentRoute = () => signedIn

const home = createRoute({
  getParentRoute,
  path: '/',
  beforeLoad: async () => {
    const organizations = await queryClient.ensureQueryData(organizationsQuery)
    const last = lastOrganization()
    const alive = organizations.filter(({ deletedAt }) => deletedAt === null)
    const organization = organizations.find(({ slug }) => slug === last) ?? alive[0] ?? organizations[0]
    if (!organization) throw redirect({ to: '/welcome' })
    throw redirect({ to: '/orgs/$slug', params: { slug: organization.slug } })
  },
})

const welcome = createRoute({
  getParentRoute,
  path: '/welcome',
  validateSearch: searchOf('organization'),
  component: lazyPage(() => import('../pages/welcome/welcome.tsx'), 'Welcome'),
})

const person = createRoute({
  getParentRoute,
  id: 'person',
  component: lazyPage(() => import('../shell/person-shell.tsx'), 'PersonShell'),
})

const profile = createRoute({
  getParentRoute: () => person,
  path: '/profile',
  component: lazyPage(() => import('../pages/profile/profile.tsx'), 'Profile'),
})

const security = createRoute({
  getParentRoute: () => person,
  path: '/security',
  component: lazyPage(() => import('../pages/security/security.tsx'), 'Security'),
})

const organization = createRoute({
  getParentRoute,
  path: '/orgs/$slug',
  beforeLoad: async ({ params: { slug }, location: { pathname, search } }) => {
    const organizations = await queryClient.ensureQueryData(organizationsQuery)
    // Links of refusals name an organization by its id, which stays the same.
    const named = organizations.find(({ id }) => id === slug)
    if (named) throw redirect({ to: pathname.replace(`/orgs/${slug}`, `/orgs/${named.slug}`), search, replace: true })
    const found = organizations.find((each) => each.slug === slug)
    if (!found) throw notFound()
    rememberOrganization(slug)
    return { organization: found }
  },
  notFoundComponent: NotFound,
  component: lazyPage(() => import('../shell/organization-shell.tsx'), 'OrganizationShell'),
})

const ofOrganization = () => organization

const overview = createRoute({
  getParentRoute: ofOrganization,
  path: '/',
  component: lazyPage(() => import('../pages/overview/overview.tsx'), 'Overview'),
})

const rooms = createRoute({
  getParentRoute: ofOrganization,
  path: '/rooms',
  validateSearch: searchOf('q', 'type', 'new'),
  component: lazyPage(() => import('../pages/rooms/rooms.tsx'), 'Rooms'),
})

const room = createRoute({
  getParentRoute: ofOrganization,
  path: '/rooms/$roomId',
  component: lazyPage(() => import('../pages/room/room.tsx'), 'Room'),
})

const ofRoom = () => room

const people = createRoute({
  getParentRoute: ofRoom,
  path: '/',
  component: lazyPage(() => import('../pages/room/people.tsx'), 'People'),
})

const access = createRoute({
  getParentRoute: ofRoom,
  path: '/access',
  component: lazyPage(() => import('../pages/room/access/access.tsx'), 'Access'),
})

const documents = createRoute({
  getParentRoute: ofRoom,
  path: '/documents',
  validateSearch: searchOf('document'),
  component: lazyPage(() => import('../pages/room/documents.tsx'), 'Documents'),
})

const versions = createRoute({
  getParentRoute: ofRoom,
  path: '/versions',
  validateSearch: searchOf('document', 'version'),
  component: lazyPage(() => import('../pages/room/versions.tsx'), 'Versions'),
})

const roomSettings = createRoute({
  getParentRoute: ofRoom,
  path: '/settings',
  component: lazyPage(() => import('../pages/room/settings.tsx'), 'RoomSettings'),
})

const usage = createRoute({
  getParentRoute: ofOrganization,
  path: '/usage',
  validateSearch: searchOf('of'),
  component: lazyPage(() => import('../pages/usage/usage.tsx'), 'UsagePage'),
})

const keys = createRoute({
  getParentRoute: ofOrganization,
  path: '/keys',
  component: lazyPage(() => import('../pages/keys/keys.tsx'), 'Keys'),
})

const webhooks = createRoute({
  getParentRoute: ofOrganization,
  path: '/webhooks',
  component: lazyPage(() => import('../pages/webhooks/webhooks.tsx'), 'Webhooks'),
})

const webhook = createRoute({
  getParentRoute: ofOrganization,
  path: '/webhooks/$webhookId',
  validateSearch: searchOf('state', 'delivery'),
  component: lazyPage(() => import('../pages/webhooks/webhook.tsx'), 'WebhookPage'),
})

const tokenIssuers = createRoute({
  getParentRoute: ofOrganization,
  path: '/token-issuers',
  component: lazyPage(() => import('../pages/token-issuers/token-issuers.tsx'), 'TokenIssuers'),
})

const members = createRoute({
  getParentRoute: ofOrganization,
  path: '/members',
  component: lazyPage(() => import('../pages/members/members.tsx'), 'Members'),
})

const auditLog = createRoute({
  getParentRoute: ofOrganization,
  path: '/audit-log',
  validateSearch: searchOf('actor', 'act'),
  component: lazyPage(() => import('../pages/audit-log/audit-log.tsx'), 'AuditLog'),
})

const billing = createRoute({
  getParentRoute: ofOrganization,
  path: '/billing',
  validateSearch: searchOf('checkout'),
  component: lazyPage(() => import('../pages/billing/billing.tsx'), 'Billing'),
})

const liveLog = createRoute({
  getParentRoute: ofOrganization,
  path: '/live-log',
  validateSearch: searchOf('kind', 'room', 'who'),
  component: lazyPage(() => import('../pages/live-log/live-log.tsx'), 'LiveLog'),
})

const settings = createRoute({
  getParentRoute: ofOrganization,
  path: '/settings',
  component: lazyPage(() => import('../pages/settings/settings.tsx'), 'Settings'),
})

export const signedInRoutes = signedIn.addChildren([
  home,
  welcome,
  person.addChildren([profile, security]),
  organization.addChildren([
    overview,
    rooms,
    room.addChildren([people, access, documents, versions, roomSettings]),
    usage,
    keys,
    webhooks,
    webhook,
    tokenIssuers,
    members,
    auditLog,
    billing,
    liveLog,
    settings,
  ]),
])
