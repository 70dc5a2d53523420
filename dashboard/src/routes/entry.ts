/** The pages that need nobody to be signed in. */
import { createRoute } from '@tanstack/react-router'
import { lazyPage, onlyForStrangers, root, searchOf } from './root.ts'

const getParentRoute = () => root

const signIn = createRoute({
  getParentRoute,
  path: '/sign-in',
  validateSearch: searchOf('next', 'email'),
  beforeLoad: onlyForStrangers,
  component: lazyPage(() => import('../pages/entry/sign-in.tsx'), 'SignIn'),
})

const signUp = createRoute({
  getParentRoute,
  path: '/sign-up',
  validateSearch: searchOf('next', 'email'),
  beforeLoad: onlyForStrangers,
  component: lazyPage(() => import('../pages/entry/sign-up.tsx'), 'SignUp'),
})

const verified = createRoute({
  getParentRoute,
  path: '/verified',
  validateSearch: searchOf('next', 'error'),
  component: lazyPage(() => import('../pages/entry/verified.tsx'), 'Verified'),
})

const forgotPassword = createRoute({
  getParentRoute,
  path: '/forgot-password',
  component: lazyPage(() => import('../pages/entry/forgot-password.tsx'), 'ForgotPassword'),
})

const resetPassword = createRoute({
  getParentRoute,
  path: '/reset-password',
  validateSearch: searchOf('token', 'error'),
  component: lazyPage(() => import('../pages/entry/reset-password.tsx'), 'ResetPassword'),
})

const secondFactor = createRoute({
  getParentRoute,
  path: '/second-factor',
  validateSearch: searchOf('next'),
  component: lazyPage(() => import('../pages/entry/second-factor.tsx'), 'SecondFactor'),
})

const refused = createRoute({
  getParentRoute,
  path: '/error',
  validateSearch: searchOf('error', 'of'),
  component: lazyPage(() => import('../pages/entry/refused.tsx'), 'Refused'),
})

const invitation = createRoute({
  getParentRoute,
  path: '/invitations/$invitationId',
  component: lazyPage(() => import('../pages/entry/invitation.tsx'), 'InvitationPage'),
})

const tryOut = createRoute({
  getParentRoute,
  path: '/try',
  component: lazyPage(() => import('../pages/try/try.tsx'), 'Try'),
})

export const entryRoutes = [
  signIn,
  signUp,
  verified,
  forgotPassword,
  resetPassword,
  secondFactor,
  refused,
  invitation,
  tryOut,
] as const
