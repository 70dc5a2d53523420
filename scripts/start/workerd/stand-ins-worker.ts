/** Between accounts and the network, where stand-ins for Google and GitHub are set: what goes to them by address goes to the stand-in, all else passes. */

interface Env {
  readonly GOOGLE_URL?: string
  readonly GITHUB_URL?: string
}

const google = new Set(['accounts.google.com', 'oauth2.googleapis.com', 'www.googleapis.com'])
const github = new Set(['github.com', 'api.github.com'])

/** Where one path differs: Google has its token endpoint on a host of its own. */
const paths: Readonly<Record<string, string>> = { 'oauth2.googleapis.com/token': '/oauth2/token' }

const standInFor = ({ hostname }: URL, env: Env): string | undefined => {
  if (google.has(hostname)) return env.GOOGLE_URL
  return github.has(hostname) ? env.GITHUB_URL : undefined
}

const pass = (request: Request, env: Env): Promise<Response> => {
  const url = new URL(request.url)
  const standIn = standInFor(url, env)
  if (standIn === undefined) return fetch(request)
  const path = paths[`${url.hostname}${url.pathname}`] ?? url.pathname
  return fetch(new Request(new URL(path + url.search, standIn), request))
}

// workerd calls the default export.
export default { fetch: pass }
