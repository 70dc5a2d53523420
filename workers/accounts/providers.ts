/** Google and GitHub, each where its client id and secret are set. Addresses are the package's own constants: nothing is discovered at run time. */
import type { Env } from './env.ts'

/** Of one provider. @param standIn the page that people are sent to instead */
const optionsOf = (clientId: string, clientSecret: string, standIn: string | undefined) => ({
  clientId,
  clientSecret,
  // A token that a page got elsewhere would sign in past the second factor.
  disableIdTokenSignIn: true,
  ...(standIn === undefined ? {} : { authorizationEndpoint: standIn }),
})

const at = (origin: string | undefined, path: string) => (origin === undefined ? undefined : `${origin}${path}`)

export const providersOf = (env: Env) => {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = env
  return {
    ...(GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET
      ? { google: optionsOf(GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, at(env.GOOGLE_URL, '/o/oauth2/v2/auth')) }
      : {}),
    ...(GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET
      ? { github: optionsOf(GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, at(env.GITHUB_URL, '/login/oauth/authorize')) }
      : {}),
  }
}
