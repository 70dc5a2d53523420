/** The pages of the dashboard that accounts send people to. */
export const pages = {
  signIn: '/dashboard/sign-in',
  forgotPassword: '/dashboard/forgot-password',
  resetPassword: '/dashboard/reset-password',
  secondFactor: '/dashboard/second-factor',
  security: '/dashboard/security',
  error: '/dashboard/error',
  invitation: (id: string) => `/dashboard/invitations/${id}`,
} as const
