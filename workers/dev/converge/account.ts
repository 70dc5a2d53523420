/** Who is signed in: Converge's accounts are those of this server, by the cookie of its own origin. An app of yours asks its own sign-in. */
export interface Env {
  readonly SYNCFORGE: Fetcher
}

export interface Me {
  readonly id: string
  readonly name: string
  /** Confirmed by mail: nobody is signed in before. */
  readonly email: string
}

export const whoIs = async (request: Request, env: Env): Promise<Me | null> => {
  const cookie = request.headers.get('cookie')
  if (cookie === null) return null
  const answer = await env.SYNCFORGE.fetch(new URL('/api/auth/get-session', request.url).href, { headers: { cookie } })
  const found = answer.ok
    ? await answer.json<{ readonly user: Me & { readonly emailVerified: boolean } } | null>()
    : null
  if (!found?.user.emailVerified) return null
  const { id, name, email } = found.user
  return { id, name, email }
}
