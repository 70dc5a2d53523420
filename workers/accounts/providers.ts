/** Google and GitHub, each where its client id and secret are set. Addresses are the packages' own constants: nothing is discovered at run time. */
import type { Env } from './env.ts'

export const providersOf = (env: Env) => {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = env
  return {
    ...(GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET
      ? // A token that a page got elsewhere would sign in past the second factor.
        { google: { clientId: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET, disableIdTokenSignIn: true } }
      : {}),
    ...(GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET
      ? { github: { clientId: GITHUB_CLIENT_ID, clientSecret: GITHUB_CLIENT_SECRET, disableIdTokenSignIn: true } }
      : {}),
  }
}
